package io.odsconnect.common.compare;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all runs of a task share.
 *
 * @param <W> the store's own form of a write
 */
public final class RunContext<W> {

    final String connector;
    final CompareOptions options;
    final Comparer<W> comparer;
    final ReportLog reports;
    final LongSupplier wallMillis;
    final SeenRows.MemoryBudget budget;
    final ReadLimit limit;
    final LongAdder rows = new LongAdder();
    final LongAdder findings = new LongAdder();
    private long deleteBytes;
    private final @Nullable Function<List<W>, CompletionStage<List<Repair>>> writer;

    /** The result of the repair of a row. */
    public enum Repair {
        /** It was written or deleted. */
        REPAIRED,
        /** The store held something newer by then. */
        NEWER,
        /** The store does not take it. */
        REFUSED
    }

    /**
     * Sets what runs share.
     *
     * @param connector the connector's name
     * @param comparer the store
     * @param writer writes by the position rule; null where nothing may be written
     * @param reports where reports go
     * @param wallMillis the time in milliseconds since the epoch
     */
    public RunContext(
            String connector,
            CompareOptions options,
            Comparer<W> comparer,
            @Nullable Function<List<W>, CompletionStage<List<Repair>>> writer,
            ReportLog reports,
            LongSupplier wallMillis) {
        this.connector = connector;
        this.options = options;
        this.comparer = comparer;
        this.writer = writer;
        this.reports = reports;
        this.wallMillis = wallMillis;
        this.deleteBytes = options.memoryBytes() / 8;
        this.limit = new ReadLimit(options.rateLimit());
        this.budget = new SeenRows.MemoryBudget(options.memoryBytes() / 8 * 7);
    }

    /**
     * Returns a memory for the deletes of a table's change topic: half of what is left for deletes, so that they take no more
     * than their share whatever the number of tables. Called under the lock.
     */
    public DeletesSeen newDeletes() {
        deleteBytes /= 2;
        return new DeletesSeen(deleteBytes);
    }

    /** Returns how many rows were compared. */
    public long rowsCompared() {
        return rows.sum();
    }

    /** Returns how many findings there were. */
    public long findings() {
        return findings.sum();
    }

    /** Returns how long the next read has to wait, in nanoseconds; 0 where it need not. Called under the lock. */
    public long waitNanos(long nowNanos) {
        return limit.waitNanos(nowNanos);
    }

    CompletionStage<List<Repair>> write(List<W> batch) {
        if (writer == null) {
            throw new IllegalStateException("Nothing is written in this mode");
        }
        return writer.apply(batch);
    }
}
