package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditRecord;
import io.odsconnect.common.audit.AuditTally;
import io.odsconnect.common.audit.Auditor;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one assigned partition: what was acknowledged since the last audit record, and how far the audit has
 * come. Ranges meet: each begins where the one before ended. Guarded by the engine's lock.
 */
final class PartitionAudit {

    private static final long UNKNOWN = -1;

    private final AuditTrail trail;
    private final TopicPartition partition;
    private AuditTally tally = new AuditTally();
    private long begin = UNKNOWN;
    private long end = UNKNOWN;
    private long acknowledgedEnd = UNKNOWN;
    private boolean waits;
    private int rewinds;

    PartitionAudit(AuditTrail trail, TopicPartition partition) {
        this.trail = trail;
        this.partition = partition;
    }

    /** Begins at an offset, where nothing is known yet. */
    void beginAt(long offset) {
        if (begin == UNKNOWN) {
            begin = offset;
            end = offset;
        }
    }

    /** Goes back to an offset. Audit records on their way count for nothing here: the same records come again. */
    void rewind(long offset) {
        tally = new AuditTally();
        begin = offset;
        end = offset;
        acknowledgedEnd = offset;
        rewinds++;
    }

    /** Takes the next record of the acknowledged prefix. */
    void add(RecordProgress progress) {
        tally.add(progress.operation, progress.outcome(), progress.position, progress.digest);
        extendTo(progress.origin.offset() + 1);
    }

    /** Takes all offsets below this one: those that no record was delivered for are behind us as well. */
    void extendTo(long offset) {
        if (begin != UNKNOWN && offset > end) {
            end = offset;
            if (!waits) {
                waits = true;
                trail.waits(this);
            }
        }
    }

    /** Returns the end of what is audited, up to which may be committed; -1 while that is nothing. */
    long acknowledgedEnd() {
        return acknowledgedEnd;
    }

    /** Returns what was added since the last time, and begins anew; null where a rewind has left nothing. */
    @Nullable
    AuditRecord cut(Auditor auditor, long nowMillis) {
        waits = false;
        if (end == begin) {
            return null;
        }
        AuditRecord record =
                new AuditRecord(auditor, partition.topic(), partition.partition(), begin, end - 1, tally, nowMillis);
        tally = new AuditTally();
        begin = end;
        return record;
    }

    /** Returns what says later whether the partition was rewound since. */
    int rewinds() {
        return rewinds;
    }

    /** Hears that the audit record which ended here is safe. */
    void acknowledged(long auditedEnd, int rewindsThen) {
        if (rewindsThen == rewinds) {
            acknowledgedEnd = Math.max(acknowledgedEnd, auditedEnd);
        }
    }
}
