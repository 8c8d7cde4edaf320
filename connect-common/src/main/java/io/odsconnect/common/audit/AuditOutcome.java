package io.odsconnect.common.audit;

import java.util.Locale;

/** The outcome of a record. */
public enum AuditOutcome {
    /** A source's: Kafka has acknowledged the record. */
    PUBLISHED,
    /** The record was none of a row. */
    SKIPPED,
    /** A later record of the same row was written in its place. */
    SUPERSEDED,
    /** The store held something newer. */
    STALE,
    /** The store holds the row of the record. */
    APPLIED,
    /** It was a bad record, and is in the dead-letter queue. */
    REJECTED;

    /** Returns the name as it stands in audit records. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
