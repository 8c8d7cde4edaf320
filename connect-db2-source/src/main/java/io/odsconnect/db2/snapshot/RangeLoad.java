package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The load of a range as the task sees it: takes rows from a lane, makes records of them, and knows where to go on. */
final class RangeLoad {

    private final LoadPart part;
    private final SourceBlock source;
    private TableEvents events;
    private RowKeys keys;
    private List<String> startKey;
    private long rows;
    private @Nullable Struct lastRow;
    private Object @Nullable [] lastKeyBeside;
    private long firstPosition = Long.MAX_VALUE;
    private long lastPosition = Long.MIN_VALUE;

    private @Nullable Lane lane;
    private Lane.@Nullable Taken taken;
    private int next;
    private boolean finished;

    RangeLoad(LoadPart part, SourceBlock source) {
        this.part = part;
        this.source = source;
        this.events = part.events();
        this.keys = new RowKeys(events);
        this.startKey = part.progress().key();
        this.rows = part.progress().rows();
    }

    LoadPart part() {
        return part;
    }

    /** Returns how many rows were handed over, over all starts. */
    long rows() {
        return rows;
    }

    /** Returns the table's events, as its columns are now. */
    TableEvents events() {
        return events;
    }

    /** Goes on with other columns; from the first row where the key is another one. */
    void altered(TableEvents other) {
        close();
        boolean sameKey = other.loadKey().equals(events.loadKey());
        if (!sameKey && part.progress().mark().plan().size() > 1) {
            throw new ConnectException(
                    "Table " + other.table() + " got another key while it was loaded in ranges of the"
                            + " old one. Restart the connector with another bulk.load.id to load it anew.");
        }
        startKey = sameKey ? after() : List.of();
        rows = sameKey ? rows : 0;
        lastRow = null;
        lastKeyBeside = null;
        events = other;
        keys = new RowKeys(other);
    }

    /** Returns the source offset after the rows handed over. */
    Map<String, Object> offset() {
        return new RangeProgress(part.progress().mark(), finished, rows, after()).toOffset(keys.names());
    }

    /** Returns where reading has to go on: the key of the last row handed over; empty before the first. */
    List<String> after() {
        return lastRow == null ? startKey : keys.text(lastRow, lastKeyBeside);
    }

    /** Takes rows from {@code open} from now on. */
    void open(Lane open) {
        lane = open;
        if (events.loadKey().isEmpty()) {
            rows = 0;
        }
    }

    /** Returns the lane that rows come from; null where none is open. */
    @Nullable
    Lane lane() {
        return lane;
    }

    /** Says whether a lane reads for this at present. */
    boolean isReading() {
        return lane != null && lane.isReading();
    }

    /** Says whether all rows were handed over. */
    boolean isFinished() {
        return finished;
    }

    /**
     * Adds rows to {@code batch} until it has {@code max} records or none is ready.
     *
     * @param now when they are handed over
     * @param end what the last row's {@code source.snapshot} says
     * @throws SQLException if the lane failed; then it is closed
     */
    void read(List<SourceRecord> batch, int max, Instant now, String end) throws SQLException {
        while (!finished && batch.size() < max) {
            Lane.@Nullable Taken ready = taken == null ? poll() : taken;
            if (ready == null) {
                return;
            }
            taken = ready;
            @Nullable RowBlock block = ready.block();
            int size = block == null ? 0 : block.size();
            while (block != null && next < size && batch.size() < max) {
                boolean last = ready.last() && next == size - 1;
                batch.add(record(block, next, last, now, end));
                next++;
            }
            if (next == size) {
                taken = null;
                next = 0;
                finished = ready.last();
            }
        }
    }

    private Lane.@Nullable Taken poll() throws SQLException {
        if (lane == null) {
            return null;
        }
        try {
            return lane.poll();
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private SourceRecord record(RowBlock block, int index, boolean last, Instant now, String end) {
        Struct row = block.row(index);
        Object @Nullable [] beside = block.keyBeside(index);
        rows++;
        lastRow = row;
        lastKeyBeside = beside;
        firstPosition = Math.min(firstPosition, block.position());
        lastPosition = Math.max(lastPosition, block.position());
        Struct sourceBlock = last ? source.ofBulkRow(events.table(), block.position(), end) : block.source();
        RowOffset offset = new RowOffset(part, keys, row, beside, rows, last);
        return events.bulkRow(row, sourceBlock, now, part.partition(), offset);
    }

    /** Ends reading at once and drops what was read ahead; {@link #open} goes on after the last row handed over. */
    void close() {
        if (lane != null) {
            lane.close();
        }
        lane = null;
        taken = null;
        next = 0;
    }

    /** Returns the lowest position of the rows handed over since the start; {@link Long#MAX_VALUE} where there were none. */
    long firstPosition() {
        return firstPosition;
    }

    /** Returns their highest position; {@link Long#MIN_VALUE} where there were none. */
    long lastPosition() {
        return lastPosition;
    }
}
