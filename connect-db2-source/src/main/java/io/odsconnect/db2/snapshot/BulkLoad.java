package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    private final Set<RangeLoad> moved = new LinkedHashSet<>();
    private @Nullable RangeLoad failed;
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
        failed = null;
        startLanes();
        Instant now = Instant.now();
        for (int turn = open.size(); turn > 0 && batch.size() < max; turn--) {
            RangeLoad load = open.element();
            int before = batch.size();
            try {
                load.read(batch, max, now, endOf(load));
            } catch (SQLException | RuntimeException e) {
                failed = load;
                throw e;
            } finally {
                if (batch.size() > before || load.isFinished()) {
                    moved.add(load);
                }
            }
            open.remove();
            if (load.isFinished()) {
                finish(load);
            } else {
                open.add(load);
            }
        }
    }

    /** Returns the loads of which rows were handed over, or that came to their end, since this was called last. */
    List<RangeLoad> takeMoved() {
        List<RangeLoad> all = List.copyOf(moved);
        moved.clear();
        return all;
    }

    /** Returns the load that failed in the last read. */
    Optional<RangeLoad> failed() {
        return Optional.ofNullable(failed);
    }

    /** Returns what the last row of a range says: it is the last of its table only where no other range is left. */
    private String endOf(RangeLoad load) {
        LoadOrder order = load.part().order();
        if (!load.part().ofWholeTable()
                || Stream.concat(open.stream(), waiting.stream())
                        .anyMatch(other -> other != load && other.part().order().equals(order))) {
            return "true";
        }
        return isDoneAfter(load) ? "last" : "last_in_data_collection";
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
        RangeReader reader = new RangeReader(settings, connection, load.part(), load.events(), source, load.after());
        lanes++;
        load.open(new Lane(name + "-load-" + lanes, reader, connection, settings, arrivals));
    }

    private void finish(RangeLoad load) {
        @Nullable Lane lane = load.lane();
        if (lane != null) {
            idle.add(lane.finish());
        }
        LOG.info("Loaded {}: {} rows", load.part(), load.rows());
        if (isDone()) {
            closeIdle();
        }
    }

    /** Ends reading; the next {@link #read} goes on after the last row handed over. */
    void suspend() {
        open.forEach(RangeLoad::close);
        closeIdle();
    }

    /** Loads these ranges no longer; returns the offset of the first of them, after what was handed over. */
    Map<String, ?> drop(Collection<LoadPart> parts) {
        Map<String, ?> offset = offset(parts.iterator().next());
        for (RangeLoad load : List.copyOf(open)) {
            if (parts.contains(load.part())) {
                load.close();
                open.remove(load);
            }
        }
        waiting.removeIf(load -> parts.contains(load.part()));
        if (isDone()) {
            closeIdle();
        }
        return offset;
    }

    /** Returns the offset of a range, after what was handed over. */
    Map<String, ?> offset(LoadPart part) {
        for (RangeLoad load : open) {
            if (load.part().equals(part)) {
                return load.offset();
            }
        }
        return part.progress().toOffset(part.events().loadKey());
    }

    /** Reads a table whose columns have changed with the new ones. */
    void altered(TableEvents events) {
        for (RangeLoad load : open) {
            if (load.part().events().table().equals(events.table())) {
                load.altered(events);
            }
        }
        for (RangeLoad load : waiting) {
            if (load.part().events().table().equals(events.table())) {
                load.altered(events);
            }
        }
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
