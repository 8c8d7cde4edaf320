package io.odsconnect.testbed.sink.suite;

import io.odsconnect.testbed.junit.TestbedExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every sink has to do, on a real store, seen by another client of it. A sink's module has one class that extends
 * this; what is special about its store is in tests of its own.
 */
@ExtendWith(TestbedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SinkSuite {

    private final StoreUnderTest store;

    /** Tests a store, which is closed after the last test. */
    protected SinkSuite(StoreUnderTest store) {
        this.store = store;
    }

    @AfterAll
    void closeStore() {
        store.close();
    }

    @Nested
    class Rows extends RowCases {
        Rows() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Expiries extends ExpiryCases {
        Expiries() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Positions extends PositionCases {
        Positions() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class RecordForms extends RecordFormCases {
        RecordForms() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class BadRecords extends BadRecordCases {
        BadRecords() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Outages extends OutageCases {
        Outages() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Assignments extends AssignmentCases {
        Assignments() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Audits extends AuditCases {
        Audits() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Metrics extends MetricCases {
        Metrics() {
            super(SinkSuite.this.store);
        }
    }

    @Nested
    class Workloads extends WorkloadCases {
        Workloads() {
            super(SinkSuite.this.store);
        }
    }
}
