package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load of everything that a task has to load: some ranges at once, each read ahead by a lane of its own, the others
 * after them in their order. Belongs to the thread that polls.
 */
public final class BulkLoad implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BulkLoad.class);

    private final LoadSettings settings;
    private final SourceBlock source;
    private final Supplier<LoadConnection> connections;
    private final Arrivals arrivals;
    private final String name;

    private final Deque<RangeLoad> waiting = new ArrayDeque<>();
    private final Deque<RangeLoad> open = new ArrayDeque<>();
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final List<TableId> emptyTables = new ArrayList<>();
    private int lanes;

    /**
     * Loads nothing yet.
     *
     * @param settings how tables are loaded
     * @param source makes the source blocks
     * @param connections makes what a lane reads with; it connects when it is used first
     * @param arrivals is told when there are rows to hand over
     * @param name what the reading threads are called
     */
    public BulkLoad(
            LoadSettings settings,
            SourceBlock source,
            Supplier<LoadConnection> connections,
            Arrivals arrivals,
            String name) {
        this.settings = settings;
        this.source = source;
        this.connections = connections;
        this.arrivals = arrivals;
        this.name = name;
    }

    /** Loads {@code part}, too, after what there is to load already. */
    public void add(LoadPart part) {
        waiting.add(new RangeLoad(part, source));
    }

    /** Says whether all is loaded. */
    public boolean isDone() {
        return waiting.isEmpty() && open.isEmpty();
    }

    /**
     * Adds rows that are ready to {@code batch} until it has {@code max} records. Waits for none. What was added counts as
     * handed over, also when this fails later on.
     *
     * @throws SQLException if reading failed; the next call goes on after the last row handed over
     */
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        startLanes();
        Instant now = Instant.now();
        for (int turn = open.size(); turn > 0 && batch.size() < max; turn--) {
            RangeLoad load = open.element();
            load.read(batch, max, now, isDoneAfter(load) ? "last" : "last_in_data_collection");
            open.remove();
            if (load.isFinished()) {
                finish(load);
            } else {
                open.add(load);
            }
        }
    }

    private boolean isDoneAfter(RangeLoad load) {
        return waiting.isEmpty() && open.size() == 1 && open.contains(load);
    }

    private void startLanes() {
        long reading = 0;
        for (RangeLoad load : open) {
            if (load.lane() == null) {
                openLane(load);
            }
            reading += load.isReading() ? 1 : 0;
        }
        while (reading < settings.threads() && open.size() < 2 * settings.threads() && !waiting.isEmpty()) {
            RangeLoad load = waiting.remove();
            LOG.info("Loading {}, {} rows of which are loaded already", load.part(), load.rows());
            openLane(load);
            open.add(load);
            reading++;
        }
    }

    private void openLane(RangeLoad load) {
        @Nullable LoadConnection free = idle.poll();
        LoadConnection connection = free == null ? connections.get() : free;
        RangeReader reader = new RangeReader(settings, connection, load.part(), source, load.after());
        lanes++;
        load.open(new Lane(name + "-load-" + lanes, reader, connection, settings, arrivals));
    }

    private void finish(RangeLoad load) {
        @Nullable Lane lane = load.lane();
        if (lane != null) {
            idle.add(lane.finish());
        }
        LOG.info("Loaded {}: {} rows", load.part(), load.rows());
        if (load.rows() == 0) {
            emptyTables.add(load.part().events().table());
        }
        if (isDone()) {
            closeIdle();
        }
    }

    /** Returns the tables that had no row, of those that were read to their end. */
    public List<TableId> emptyTables() {
        return List.copyOf(emptyTables);
    }

    /** Ends all reading at once. */
    @Override
    public void close() {
        open.forEach(RangeLoad::close);
        open.clear();
        waiting.clear();
        closeIdle();
    }

    private void closeIdle() {
        idle.forEach(connection -> connection.session().close());
        idle.clear();
    }
}
