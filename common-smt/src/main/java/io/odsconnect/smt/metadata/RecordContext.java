package io.odsconnect.smt.metadata;

import io.odsconnect.common.event.RecordFacts;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * A record whose metadata is inserted.
 *
 * @param record the record
 * @param facts what it contains itself
 */
public record RecordContext(ConnectRecord<?> record, RecordFacts facts) {

    /** Returns the context of a record. */
    public static RecordContext of(ConnectRecord<?> record) {
        return new RecordContext(record, RecordFacts.of(record));
    }
}
