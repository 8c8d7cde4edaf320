package io.odsconnect.cassandra;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.sink.suite.SinkSuite;

/** The suite of all sinks on Cassandra. */
class CassandraSuiteIT extends SinkSuite {

    CassandraSuiteIT(CassandraServer server) {
        super(new CassandraUnderTest(server));
    }
}
