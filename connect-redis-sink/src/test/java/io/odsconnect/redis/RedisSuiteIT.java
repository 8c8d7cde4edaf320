package io.odsconnect.redis;

import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.suite.SinkSuite;

/** The suite of all sinks on Redis. */
class RedisSuiteIT extends SinkSuite {

    RedisSuiteIT(RedisServer server) {
        super(new RedisUnderTest(server));
    }
}
