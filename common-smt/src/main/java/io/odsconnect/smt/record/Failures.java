package io.odsconnect.smt.record;

import io.odsconnect.common.event.Origin;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** How transforms fail: a sentence that says which transform, which part of which record and why, never a value. */
public final class Failures {

    private Failures() {}

    /**
     * Returns the exception for a record that a transform cannot take.
     *
     * @param transform the name of the transform's class
     * @param part {@code key} or {@code value}
     * @param cause whose message says why; it must not tell a value
     */
    public static DataException of(String transform, String part, ConnectRecord<?> record, RuntimeException cause) {
        return new DataException(
                transform + " cannot take the " + part + " of a record of " + place(record) + ": " + cause.getMessage(),
                cause);
    }

    /** Returns where a record stands: topic, partition and offset where it has them. */
    public static String place(ConnectRecord<?> record) {
        return record instanceof SinkRecord sunk && sunk.originalTopic() != null
                ? new Origin(sunk.originalTopic(), sunk.originalKafkaPartition(), sunk.originalKafkaOffset()).toString()
                : "topic " + record.topic();
    }
}
