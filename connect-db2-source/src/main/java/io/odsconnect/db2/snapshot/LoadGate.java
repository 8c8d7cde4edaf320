package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one row of the first load of all out, and the others when the worker has stored its offset, which tells from
 * where changes are read. Without that, a crash before the first offsets are stored would leave rows in Kafka, and the
 * next start would read changes from a later point: what was deleted in between would stay in the targets for ever.
 *
 * <p>Belongs to the thread that polls, but for {@link #dropped}.
 */
public final class LoadGate {

    private static final Logger LOG = LoggerFactory.getLogger(LoadGate.class);

    private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    /** Each look reads the topic of the offsets to its end. */
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final OffsetStorageReader offsets;
    private final LongSupplier nanoTime;
    private volatile @Nullable SourceRecord first;
    private boolean open;
    private boolean told;
    private long pauseNanos;
    private long nextLookNanos;

    /**
     * Makes a gate that is shut until {@code offsets} hold from where changes are read.
     *
     * @param offsets the worker's offsets
     * @param nanoTime the time in nanoseconds from an arbitrary start
     */
    public LoadGate(OffsetStorageReader offsets, LongSupplier nanoTime) {
        this.offsets = offsets;
        this.nanoTime = nanoTime;
    }

    /** Lets everything through from now on. */
    public void open() {
        open = true;
    }

    /** Says whether a row was handed over and no other may be until its offset is stored. */
    boolean isShut() {
        return !open && first != null;
    }

    /** Returns how many rows may be handed over now, {@code max} at most. */
    int room(int max) {
        if (!open) {
            look();
        }
        if (open) {
            return max;
        }
        return first == null ? Math.min(1, max) : 0;
    }

    private void look() {
        @Nullable SourceRecord waited = first;
        if (waited == null || !untilDue().isZero()) {
            return;
        }
        nextLookNanos = nanoTime.getAsLong() + pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        if (isStored(waited)) {
            open = true;
            LOG.info("It is stored from where changes are read; the load goes on");
        }
    }

    @SuppressWarnings("unchecked") // A source partition of ours is a map of strings.
    private boolean isStored(SourceRecord waited) {
        @Nullable Map<String, Object> stored = offsets.offset((Map<String, String>) waited.sourcePartition());
        @Nullable Lsn from = LoadProgress.streamFrom(waited.sourceOffset());
        return stored != null && from != null && from.equals(LoadProgress.streamFrom(stored));
    }

    /** Hears what was handed over; rows of loads without changes tell nothing. */
    void handedOver(List<SourceRecord> rows) {
        if (open || rows.isEmpty()) {
            return;
        }
        SourceRecord last = rows.get(rows.size() - 1);
        if (LoadProgress.streamFrom(last.sourceOffset()) == null) {
            return;
        }
        nextLookNanos = nanoTime.getAsLong();
        pauseNanos = SHORTEST_PAUSE_NANOS;
        first = last;
        if (!told) {
            told = true;
            LOG.info("The first load goes on when the worker has stored from where changes are read, after"
                    + " offset.flush.interval.ms at the latest");
        }
    }

    /** Hears that a record will not be in Kafka, as a transform has dropped it: the next row may tell. Any thread may call it. */
    void dropped(Map<String, ?> offset) {
        @Nullable SourceRecord waited = first;
        if (waited != null && waited.sourceOffset().equals(offset)) {
            first = null;
        }
    }

    /** Returns how long it is to the next look; a long time where none is needed. */
    Duration untilDue() {
        if (open || first == null) {
            return Duration.ofNanos(LONGEST_PAUSE_NANOS);
        }
        return Duration.ofNanos(Math.max(0, nextLookNanos - nanoTime.getAsLong()));
    }
}
