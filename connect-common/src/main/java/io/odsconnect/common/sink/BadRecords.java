package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Records that cannot be written: noted where they are found, on any thread; reported by the worker's; acknowledged
 * when the report has arrived.
 */
final class BadRecords {

    private final Lock lock;
    private final DeadLetters deadLetters;
    private final SinkMetrics metrics;
    private final List<Noted> noted = new ArrayList<>();

    private record Noted(RecordProgress progress, DataException error) {}

    /** Makes an empty collection, guarded by the engine's lock. */
    BadRecords(Lock lock, DeadLetters deadLetters, SinkMetrics metrics) {
        this.lock = lock;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /** Notes that a record, or one of its writes, is bad. A record is reported once. Called under the lock. */
    void note(RecordProgress progress, DataException error) {
        metrics.count(progress.operation, AuditOutcome.REJECTED, 1);
        progress.addOutcome(AuditOutcome.REJECTED);
        if (progress.report()) {
            noted.add(new Noted(progress, error));
        } else {
            acknowledge(progress);
        }
    }

    /** Forgets what was noted of partitions that the task has lost. Called under the lock. */
    void dropAbandoned() {
        noted.removeIf(each -> each.progress.isAbandoned());
    }

    /** Returns how many are not reported, or their report is under way. Called under the lock by the worker's thread. */
    int count() {
        return noted.size() + deadLetters.count();
    }

    /** Says whether any is not reported, or the report is under way. Called under the lock by the worker's thread. */
    boolean isEmpty() {
        return noted.isEmpty() && deadLetters.isEmpty();
    }

    /**
     * Reports what was noted and acknowledges what has arrived. Called by the worker's thread, not under the lock.
     *
     * @return whether there was any
     * @throws ConnectException if bad records are not tolerated, or a report failed
     */
    boolean report() {
        List<Noted> todo;
        lock.lock();
        try {
            if (noted.isEmpty() && deadLetters.isEmpty()) {
                return false;
            }
            todo = List.copyOf(noted);
            noted.clear();
        } finally {
            lock.unlock();
        }
        for (Noted each : todo) {
            deadLetters.report(each.progress, each.error);
        }
        deadLetters.collect(progress -> {
            lock.lock();
            try {
                acknowledge(progress);
            } finally {
                lock.unlock();
            }
        });
        return true;
    }

    private static void acknowledge(RecordProgress progress) {
        if (progress.close()) {
            progress.partition.advance();
        }
    }
}
