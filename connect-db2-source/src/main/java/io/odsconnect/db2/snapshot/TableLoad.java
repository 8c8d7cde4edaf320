package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The load of a table as the thread that polls sees it: waits for its turn, takes the rows that {@link LoadThreads} have
 * read, makes records of them, and knows where to go on. It is done when the worker has acknowledged all its rows.
 */
final class TableLoad {

    private static final long NANOS_A_MILLI = 1_000_000;
    /** How long the end of a compare run waits for acknowledgements before a record of its own may bring them. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final LoadOrder order;
    private final Map<String, String> partition;
    private final boolean first;
    private final SourceBlock source;
    private TableEvents events;
    private RowKeys keys;
    private LoadProgress progress;

    private LoadThreads.@Nullable Table ahead;
    private @Nullable RowBlock block;
    private boolean blockIsLast;
    private int next;

    private long rows;
    private long reportedRows;
    private @Nullable Struct lastRow;
    private Object @Nullable [] lastKeyBeside;
    private long firstPosition = Long.MAX_VALUE;
    private long lastPosition = Long.MIN_VALUE;
    private long startNanos;
    private long endedNanos;
    private boolean begun;
    private final @Nullable CompareRun run;
    /** All rows were handed over. */
    private volatile boolean ended;
    /** And what follows them was, too. */
    private volatile boolean handedOver;
    /** Rows that were handed over and that the worker has not acknowledged. */
    private final AtomicLong unacknowledged = new AtomicLong();

    /**
     * Waits.
     *
     * @param order what to load
     * @param events the table's events
     * @param partition under which source partition the progress is kept
     * @param progress how far the load has come before
     * @param first whether changes wait until it was handed over
     * @param source makes the source blocks
     */
    TableLoad(
            LoadOrder order,
            TableEvents events,
            Map<String, String> partition,
            LoadProgress progress,
            boolean first,
            SourceBlock source) {
        this.order = order;
        this.events = events;
        this.keys = new RowKeys(events);
        this.partition = partition;
        this.first = first;
        this.source = source;
        this.progress = progress;
        this.rows = progress.rows();
        this.reportedRows = rows;
        this.handedOver = progress.done();
        this.run = order.cause() == LoadCause.COMPARE ? new CompareRun(order, progress.run()) : null;
    }

    LoadOrder order() {
        return order;
    }

    /** Says whether changes wait until this was handed over. */
    boolean isFirst() {
        return first;
    }

    /** Says whether it has had its turn to begin. */
    boolean isBegun() {
        return begun;
    }

    /** Says whether all was handed over. */
    boolean isHandedOver() {
        return handedOver;
    }

    /** Says whether all was handed over and acknowledged. */
    boolean isDone() {
        return handedOver && unacknowledged.get() == 0;
    }

    /** Says whether its rows are read to be compared with stores. */
    boolean isCompareRun() {
        return run != null;
    }

    /**
     * Says that the worker is done with a row, and returns whether it is with all. Any thread may call it.
     *
     * @param written whether it is in Kafka; where not, a transform has dropped it
     */
    boolean acknowledge(boolean written) {
        if (run != null && !written) {
            run.dropped();
        }
        return unacknowledged.decrementAndGet() == 0 && (handedOver || ended);
    }

    /** Returns the progress with what a compare run adds to it. Any thread may call it. */
    LoadProgress withRun(LoadProgress of) {
        return run == null ? of : of.with(run.progress());
    }

    /** Returns how many rows were handed over, over all starts. */
    long rows() {
        return rows;
    }

    /** Says whether there are {@code step} more rows than when this last said so. */
    boolean hasPassed(long step) {
        if (rows - reportedRows < step) {
            return false;
        }
        reportedRows = rows;
        return true;
    }

    /** Begins; {@code finished} tells the table's last compare runs. */
    void begin(String finished) {
        if (run != null) {
            run.follows(finished);
        }
        begun = true;
        startNanos = System.nanoTime();
    }

    /** Reads on, unless it does already. */
    void open(LoadThreads threads, int count) {
        if (ahead == null) {
            if (events.loadKey().isEmpty()) {
                fromFirstRow();
            }
            @Nullable RowRate rate = run == null ? null : threads.compareRate();
            ReadTally tally = run == null ? new ReadTally() : run.reads();
            ReadAhead chunks = new ReadAhead(!events.loadKey().isEmpty(), after(), rate == null ? count : 1);
            LoadThreads.Table opened = new LoadThreads.Table(events, order.filter(), chunks, tally, rate);
            ahead = opened;
            threads.open(opened);
        }
    }

    private void fromFirstRow() {
        rows = 0;
        if (run != null) {
            run.restart();
        }
    }

    /** Ends reading at once and drops what was read ahead; {@link #open} goes on after the last row handed over. */
    void suspend(LoadThreads threads) {
        LoadThreads.Table open = ahead;
        ahead = null;
        block = null;
        next = 0;
        ended = false;
        if (open != null) {
            threads.close(open);
        }
    }

    /** Goes on with other columns; from the first row where the key is another one. */
    void altered(TableEvents other, LoadThreads threads) {
        suspend(threads);
        boolean sameKey = other.loadKey().equals(events.loadKey());
        if (!sameKey) {
            fromFirstRow();
        }
        progress = progress.after(sameKey ? after() : List.of(), rows, progress.done());
        lastRow = null;
        lastKeyBeside = null;
        events = other;
        keys = new RowKeys(other);
    }

    /** Returns the key after which reading has to go on; empty before the first row. */
    private List<String> after() {
        return lastRow == null ? progress.key() : keys.text(lastRow, lastKeyBeside);
    }

    /** Returns the source offset after the rows handed over. */
    Map<String, Object> offset() {
        return withRun(progress.after(after(), rows, handedOver)).toOffset(keys.names());
    }

    /**
     * Adds rows to {@code batch} until it has {@code max} records or none is ready.
     *
     * @param now when they are handed over
     * @param end what the last row's {@code source.snapshot} says
     * @throws SQLException if reading failed; then it is suspended
     */
    void read(LoadThreads threads, List<SourceRecord> batch, int max, Instant now, String end) throws SQLException {
        while (!ended && batch.size() < max && (block != null || take(threads))) {
            RowBlock open = block;
            int size = open == null ? 0 : open.size();
            while (open != null && next < size && batch.size() < max) {
                batch.add(record(open, next, blockIsLast && next == size - 1, now, end));
                next++;
            }
            if (next == size) {
                block = null;
                next = 0;
                ended = blockIsLast;
                endedNanos = System.nanoTime();
            }
        }
        if (ended && !handedOver) {
            handedOver = run == null || end(run, batch);
        }
    }

    /** Adds the marker as soon as the worker is done with all rows, so that it says how many there are, after them all. */
    private boolean end(CompareRun of, List<SourceRecord> batch) {
        if (unacknowledged.get() > 0) {
            return false;
        }
        unacknowledged.incrementAndGet();
        LoadProgress done = progress.after(after(), rows, true);
        batch.add(of.end(events, rows, partition, new RowOffset(this, done, keys, null, null, rows, true)));
        return true;
    }

    /**
     * Says whether the end of a compare run has waited for seconds for the acknowledgement of its rows, which may have been
     * dropped by a transform: with exactly-once support the worker reports them only with the next record that is written.
     * Says so again after the same time.
     */
    boolean isOverdue() {
        long now = System.nanoTime();
        if (run == null || !ended || handedOver || now - endedNanos < PATIENCE_NANOS) {
            return false;
        }
        endedNanos = now;
        return true;
    }

    private boolean take(LoadThreads threads) throws SQLException {
        if (ahead == null) {
            return false;
        }
        try {
            ReadAhead.@Nullable Taken taken = threads.take(ahead);
            if (taken == null) {
                return false;
            }
            block = taken.block();
            blockIsLast = taken.last();
            if (block == null) {
                ended = true;
                endedNanos = System.nanoTime();
            }
            return block != null;
        } catch (SQLException | RuntimeException e) {
            suspend(threads);
            throw e;
        }
    }

    private SourceRecord record(RowBlock open, int index, boolean last, Instant now, String end) {
        Struct row = open.row(index);
        Object @Nullable [] beside = open.keyBeside(index);
        rows++;
        lastRow = row;
        lastKeyBeside = beside;
        firstPosition = Math.min(firstPosition, open.position());
        lastPosition = Math.max(lastPosition, open.position());
        unacknowledged.incrementAndGet();
        if (run != null) {
            run.handsOver(open.position());
            RowOffset offset = new RowOffset(this, progress, keys, row, beside, rows, false);
            return events.comparedRow(order.id(), row, open.source(), now, partition, offset);
        }
        Struct sourceBlock = last ? source.ofBulkRow(events.table(), open.position(), end) : open.source();
        RowOffset offset = new RowOffset(this, progress, keys, row, beside, rows, last);
        return events.bulkRow(row, sourceBlock, now, partition, offset);
    }

    LoadEvent event(LoadEvent.Kind kind) {
        return new LoadEvent(
                kind,
                order,
                rows,
                firstPosition,
                lastPosition,
                (System.nanoTime() - startNanos) / NANOS_A_MILLI,
                partition,
                offset());
    }
}
