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
     * @param cause whose message is the reason; it must not contain a value
     */
    public static DataException of(String transform, String part, ConnectRecord<?> record, RuntimeException cause) {
        return new DataException(beginning(transform, part, record) + cause.getMessage(), cause);
    }

    /**
     * Returns the exception for a record on which a transform failed unexpectedly. The message of
     * {@code fault} is not included and {@code fault} is no cause, since either may quote a value; where it happened is.
     */
    public static DataException unforeseen(
            String transform, String part, ConnectRecord<?> record, RuntimeException fault) {
        DataException failure = new DataException(beginning(transform, part, record)
                + "it made the transform fail with " + fault.getClass().getName());
        failure.setStackTrace(fault.getStackTrace());
        return failure;
    }

    private static String beginning(String transform, String part, ConnectRecord<?> record) {
        return transform + " cannot take the " + part + " of a record of " + place(record) + ": ";
    }

    /** Returns where a record stands: topic, partition and offset where it has them. */
    public static String place(ConnectRecord<?> record) {
        return record instanceof SinkRecord sunk && sunk.originalTopic() != null
                ? new Origin(sunk.originalTopic(), sunk.originalKafkaPartition(), sunk.originalKafkaOffset()).toString()
                : "topic " + record.topic();
    }
}
