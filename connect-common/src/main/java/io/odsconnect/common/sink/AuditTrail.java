package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditLog;
import io.odsconnect.common.audit.AuditRecord;
import io.odsconnect.common.audit.RowDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The audit of a task: each time the acknowledged prefix of a partition has grown, an audit record for that range.
 * Without an {@link AuditLog} it does nothing. Guarded by the engine's lock but for what says otherwise.
 */
final class AuditTrail {

    private final @Nullable AuditLog log;
    private final String digestHeader;
    private final LongSupplier millis;
    private final List<PartitionAudit> waiting = new ArrayList<>();

    /**
     * Makes the trail of a task.
     *
     * @param log where audit records go, or null for no audit
     * @param digestHeader the header that holds a record's digest
     * @param millis the time in milliseconds since the epoch
     */
    AuditTrail(@Nullable AuditLog log, String digestHeader, LongSupplier millis) {
        this.log = log;
        this.digestHeader = digestHeader;
        this.millis = millis;
    }

    /** Returns the audit of a partition that is assigned from now on; null without an audit. */
    @Nullable
    PartitionAudit of(TopicPartition partition) {
        return log == null ? null : new PartitionAudit(this, partition);
    }

    /** Returns the digest that a record carries, if it is asked for. Not under the lock. */
    @Nullable
    RowDigest digest(SinkRecord record) {
        return log == null ? null : RowDigest.of(record.headers(), digestHeader);
    }

    /** Notes that a partition has something to report. */
    void waits(PartitionAudit partition) {
        waiting.add(partition);
    }

    /**
     * Hands over what the partitions have to report.
     *
     * @param lock the engine's lock
     * @param acknowledged is run under the lock when an audit record is safe
     */
    void write(Lock lock, Runnable acknowledged) {
        if (log == null || waiting.isEmpty()) {
            return;
        }
        for (PartitionAudit each : waiting) {
            AuditRecord record = each.cut(log.auditor(), millis.getAsLong());
            if (record != null) {
                int rewinds = each.rewinds();
                log.write(record, () -> {
                    lock.lock();
                    try {
                        each.acknowledged(record.lastOffset() + 1, rewinds);
                        acknowledged.run();
                    } finally {
                        lock.unlock();
                    }
                });
            }
        }
        waiting.clear();
    }

    /** Returns how many records are acknowledged by the store and not by the audit topic. */
    long pendingRecords() {
        return log == null ? 0 : log.pendingRecords();
    }

    /**
     * Looks after the audit. By the worker's thread, not under the lock.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if the audit cannot go on
     */
    void check() {
        if (log != null) {
            log.check();
        }
    }

    /** Ends the audit; waits a short while for what is on its way. Not under the lock. */
    void close() {
        if (log != null) {
            log.close();
        }
    }
}
