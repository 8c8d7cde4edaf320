package io.odsconnect.smt.record;

import org.apache.kafka.connect.connector.ConnectRecord;

/** What a transform does with a record, once its options are read. Used by one thread. */
@FunctionalInterface
public interface RecordStep<R extends ConnectRecord<R>> extends AutoCloseable {

    /**
     * Returns the record that goes on, which may be the same one. The record that comes in stays as it is.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the record cannot be taken; a sentence without a value
     */
    R apply(R record);

    /** Gives back what the step holds. */
    @Override
    default void close() {
        // Most hold nothing.
    }
}
