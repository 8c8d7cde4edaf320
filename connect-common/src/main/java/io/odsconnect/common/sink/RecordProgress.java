package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.audit.RowDigest;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way: how many of its writes are open, and the record itself until none is, for the dead-letter
 * queue. Guarded by the engine's lock.
 */
final class RecordProgress {

    final PartitionProgress partition;
    final Origin origin;
    final @Nullable Operation operation;
    final long committedMicros;
    final long position;
    final @Nullable RowDigest digest;
    private final SinkRecord record;
    private AuditOutcome outcome = AuditOutcome.SKIPPED;
    private int open;
    private boolean reported;

    /** Makes the progress of a record that has {@code open} writes. */
    RecordProgress(
            PartitionProgress partition,
            SinkRecord record,
            Origin origin,
            @Nullable Operation operation,
            long committedMicros,
            long position,
            @Nullable RowDigest digest,
            int open) {
        this.partition = partition;
        this.record = record;
        this.origin = origin;
        this.operation = operation;
        this.committedMicros = committedMicros;
        this.position = position;
        this.digest = digest;
        this.open = open;
    }

    SinkRecord record() {
        return record;
    }

    boolean isDone() {
        return open == 0;
    }

    /** Returns true if the partition was revoked, so that the record no longer counts here. */
    boolean isAbandoned() {
        return partition.isClosed();
    }

    /** Counts a write of this record as done. Returns true if it was the last one. */
    boolean close() {
        return --open == 0;
    }

    /** Notes the outcome of one of its writes. Of several outcomes, the most important counts for the record. */
    void addOutcome(AuditOutcome each) {
        if (each.compareTo(outcome) > 0) {
            outcome = each;
        }
    }

    /** Returns the outcome of the record. */
    AuditOutcome outcome() {
        return outcome;
    }

    /** Returns true the first time it is asked: a record goes to the dead-letter queue once, however many writes fail. */
    boolean report() {
        boolean first = !reported;
        reported = true;
        return first;
    }
}
