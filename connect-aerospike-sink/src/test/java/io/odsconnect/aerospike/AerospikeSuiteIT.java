package io.odsconnect.aerospike;

import io.odsconnect.testbed.sink.suite.SinkSuite;

/** The suite of all sinks on Aerospike. */
class AerospikeSuiteIT extends SinkSuite {

    AerospikeSuiteIT() {
        super(new AerospikeUnderTest());
    }
}
