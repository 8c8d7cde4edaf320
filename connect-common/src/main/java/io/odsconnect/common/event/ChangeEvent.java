package io.odsconnect.common.event;

import io.odsconnect.common.value.Row;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one row, in the form that all stores understand.
 *
 * @param operation what happened
 * @param topic the topic after transforms, by which a store finds its table, set or key; {@link #origin} has the one before
 * @param origin where the record stands in Kafka
 * @param key the record's key; null when the record has none
 * @param before the row before an update or delete; null when the event does not carry it
 * @param after the row after an add or update; null for a delete only
 * @param position the position of the event in microseconds, or {@link #NO_POSITION}
 * @param committedMicros when the change was committed in the database, in microseconds since the epoch, or
 *     {@link #NO_TIME}
 * @param headers the record's headers; not to be written to
 * @param repeatsDelete whether this is a tombstone of which the delete was read in full right before, in the same
 *     partition. A store that needs more than the key to find the row may leave it out; any other tombstone has to be a
 *     bad record there, since nothing else announces the delete
 */
public record ChangeEvent(
        Operation operation,
        String topic,
        Origin origin,
        @Nullable Row key,
        @Nullable Row before,
        @Nullable Row after,
        long position,
        long committedMicros,
        Headers headers,
        boolean repeatsDelete) {

    /** The position of an event that has none. */
    public static final long NO_POSITION = Long.MIN_VALUE;

    /** The commit time of an event that has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** Checks that there is a row to write unless the event is a delete. */
    public ChangeEvent {
        if (operation != Operation.DELETE && after == null) {
            throw new IllegalArgumentException("Operation " + operation.code() + " without a row after it");
        }
    }

    /** Makes an event that repeats no other. */
    public ChangeEvent(
            Operation operation,
            String topic,
            Origin origin,
            @Nullable Row key,
            @Nullable Row before,
            @Nullable Row after,
            long position,
            long committedMicros,
            Headers headers) {
        this(operation, topic, origin, key, before, after, position, committedMicros, headers, false);
    }

    /** Makes an event without headers. */
    public ChangeEvent(
            Operation operation,
            String topic,
            Origin origin,
            @Nullable Row key,
            @Nullable Row before,
            @Nullable Row after,
            long position,
            long committedMicros) {
        this(operation, topic, origin, key, before, after, position, committedMicros, new ConnectHeaders());
    }

    /** Says whether this event deletes the row. */
    public boolean isDelete() {
        return operation == Operation.DELETE;
    }

    /** Says whether this event has a position. */
    public boolean hasPosition() {
        return position != NO_POSITION;
    }
}
