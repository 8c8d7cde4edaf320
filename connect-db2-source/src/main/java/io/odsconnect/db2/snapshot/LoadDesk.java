package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders to load tables, has them carried out, and says when they are done: when the worker has acknowledged their
 * last rows. Orders for one table are carried out one after the other.
 *
 * <p>Belongs to the thread that polls, but for {@link #acknowledge}.
 */
public final class LoadDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadDesk.class);

    /** What a failure means does not depend on where it happened. */
    private static final Db2Address NOWHERE = new Db2Address("", 0, "", null, null, Map.of());

    private final LoadSettings settings;
    private final BulkLoad bulk;
    private final LoadGate gate;
    private final StoredLoads stored;
    private final LoadPartitions partitions;
    private final LoadShare share;
    private final Splitting splitting;
    private final Arrivals arrivals;
    private final Consumer<LoadEvent> observer;
    private final LoadNotes notes;

    private final Deque<WaitingLoad> waiting = new ArrayDeque<>();
    private final List<LoadRun> runs = new ArrayList<>();
    private final Queue<LoadPart> acknowledged = new ConcurrentLinkedQueue<>();
    private boolean paused;

    /**
     * Has nothing to do yet.
     *
     * @param settings how tables are loaded
     * @param bulk carries orders out
     * @param gate says how many rows may be handed over
     * @param stored how far loads have come before
     * @param partitions under what progress is kept
     * @param share which ranges of planned loads this task has
     * @param splitting splits tables where several ranges are read at once
     * @param arrivals is raised when there is something to do
     * @param observer is told what happens to loads
     * @param notes what the change stream's offsets remember of loads
     */
    public LoadDesk(
            LoadSettings settings,
            BulkLoad bulk,
            LoadGate gate,
            StoredLoads stored,
            LoadPartitions partitions,
            LoadShare share,
            Splitting splitting,
            Arrivals arrivals,
            Consumer<LoadEvent> observer,
            LoadNotes notes) {
        this.settings = settings;
        this.bulk = bulk;
        this.gate = gate;
        this.stored = stored;
        this.partitions = partitions;
        this.share = share;
        this.splitting = splitting;
        this.arrivals = arrivals;
        this.observer = observer;
        this.notes = notes;
    }

    /** Loads a table as it was planned; where it is the {@code first} thing to do, changes wait for it. */
    public void submit(PlannedLoad planned, TableEvents events, boolean first) {
        waiting.add(WaitingLoad.of(planned, events, first));
    }

    /** Loads a table, all of it in this task; the changes that go with it start at {@code streamFrom}, if any do. */
    public void submit(InitialLoads.Due due, @Nullable Lsn streamFrom) {
        waiting.add(WaitingLoad.of(due, streamFrom));
    }

    /**
     * Loads a table, all of it in this task.
     *
     * @param order what to load
     * @param events the table's events
     * @param remember whether the change stream's offsets remember the order until it is done
     */
    public void submit(LoadOrder order, TableEvents events, boolean remember) {
        if (remember) {
            notes.remember(order);
        }
        waiting.add(WaitingLoad.of(order, events));
        arrivals.raise();
    }

    /** Says whether all was handed over that changes wait for. */
    public boolean isFirstDone() {
        return waiting.stream().noneMatch(WaitingLoad::isFirst)
                && runs.stream().noneMatch(run -> run.isFirst() && !run.isHandedOver());
    }

    /** Says whether there is nothing to load now. */
    public boolean isIdle() {
        return waiting.isEmpty() && (paused || bulk.isDone()) && acknowledged.isEmpty();
    }

    /** Says whether an order of a load with this id, and of a table that {@code tables} accepts, is not done yet. */
    public boolean has(String id, Predicate<TableId> tables) {
        return waiting.stream()
                        .map(WaitingLoad::order)
                        .anyMatch(order -> order.id().equals(id) && tables.test(order.table()))
                || runs.stream()
                        .anyMatch(run -> run.order().id().equals(id)
                                && tables.test(run.order().table()));
    }

    /**
     * Adds rows that are ready to {@code batch} until it has {@code max} records. Waits for none.
     *
     * @throws SQLException if reading failed; the next call goes on after the last row handed over
     */
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        settle();
        if (paused) {
            return;
        }
        startWaiting();
        if (isFirstDone()) {
            gate.open();
        }
        int before = batch.size();
        int room = gate.room(max - before);
        if (room == 0) {
            return;
        }
        try {
            bulk.read(batch, before + room);
        } catch (SQLException | RuntimeException e) {
            bulk.failed().ifPresent(load -> tell(LoadEvent.Kind.FAILED, load));
            if (!givenUp(e)) {
                throw e;
            }
        } finally {
            gate.handedOver(batch.subList(before, batch.size()));
            for (RangeLoad load : bulk.takeMoved()) {
                progress(load);
            }
        }
        if (gate.isShut()) {
            // That may take a minute, in which no statement must stay open and keep locks.
            bulk.suspend();
        }
        settle();
    }

    /**
     * Gives a load up that a signal has asked for where trying again does not help, for example because its filter is no
     * SQL: nothing else must suffer from it.
     */
    private boolean givenUp(Exception e) {
        @Nullable RangeLoad load = bulk.failed().orElse(null);
        if (load == null || load.part().order().cause() != LoadCause.SIGNAL || isPassing(e)) {
            return false;
        }
        LoadOrder order = load.part().order();
        LOG.error(
                "The {} failed and is given up: {}. Check the signal's data-collections and filter.",
                order,
                e instanceof SQLException sql
                        ? "SQLCODE " + sql.getErrorCode() + ", SQLSTATE " + sql.getSQLState()
                        : e.getMessage());
        stop(order::equals);
        return true;
    }

    private static boolean isPassing(Exception e) {
        return e instanceof SQLException failure
                && SqlFailure.of(failure, NOWHERE).kind() != SqlFailure.Kind.LASTING;
    }

    private void progress(RangeLoad load) {
        for (LoadRun run : runs) {
            if (run.parts().contains(load.part())) {
                run.progress(load);
                if (run.isHandedOver()) {
                    LOG.info("The {} has read all its {} rows", run.order(), run.rows());
                    observer.accept(run.event(LoadEvent.Kind.COMPLETED, load.part(), load.offset()));
                } else if (run.hasPassed(settings.chunkSize())) {
                    observer.accept(run.event(LoadEvent.Kind.IN_PROGRESS, load.part(), load.offset()));
                }
            }
        }
    }

    private void tell(LoadEvent.Kind kind, RangeLoad load) {
        for (LoadRun run : runs) {
            if (run.parts().contains(load.part())) {
                observer.accept(run.event(kind, load.part(), load.offset()));
            }
        }
    }

    private void startWaiting() throws SQLException {
        Set<TableId> busy = new HashSet<>();
        runs.stream()
                .filter(run -> !run.isHandedOver())
                .forEach(run -> busy.add(run.order().table()));
        for (Iterator<WaitingLoad> all = waiting.iterator(); all.hasNext(); ) {
            WaitingLoad next = all.next();
            if (!busy.add(next.order().table())) {
                continue;
            }
            @Nullable LoadMark mark = next.mark(stored, splitting, settings.threads(), arrivals);
            if (mark != null) {
                all.remove();
                start(next.begin(mark, stored, partitions, share));
            }
        }
    }

    private void start(LoadRun run) {
        runs.add(run);
        run.parts().forEach(bulk::add);
        if (!run.parts().isEmpty()) {
            LoadPart part = run.parts().get(0);
            observer.accept(run.event(
                    LoadEvent.Kind.STARTED,
                    part,
                    part.progress().toOffset(run.events().loadKey())));
        }
    }

    /** Takes note of what the worker has acknowledged, and of the loads that are done with it. */
    private void settle() {
        @Nullable LoadPart part = acknowledged.poll();
        while (part != null) {
            LoadPart done = part;
            runs.forEach(run -> run.acknowledge(done));
            part = acknowledged.poll();
        }
        for (Iterator<LoadRun> all = runs.iterator(); all.hasNext(); ) {
            LoadRun run = all.next();
            if (run.isDone()) {
                all.remove();
                if (run.rows() == 0 && !run.parts().isEmpty()) {
                    notes.empty(run.order());
                }
                notes.forget(run.order());
            }
        }
    }

    /**
     * Says that the worker has acknowledged a record with this offset. Any thread may call it.
     *
     * @param written whether it is in Kafka; where not, a transform has dropped it
     */
    public void acknowledge(Map<String, ?> offset, boolean written) {
        if (!written) {
            gate.dropped(offset);
        }
        if (offset instanceof RowOffset row && row.finished() != null) {
            acknowledged.add(row.finished());
            arrivals.raise();
        }
    }

    /** Returns how long it is until rows may be handed over that are held back now; a long time where none are. */
    public Duration untilDue() {
        return gate.untilDue();
    }

    /** Loads a table whose columns have changed with the new ones, from where its load is; all of it if its key has. */
    public void altered(TableEvents events) {
        bulk.altered(events);
        for (WaitingLoad next : List.copyOf(waiting)) {
            if (next.order().table().equals(events.table())) {
                waiting.remove(next);
                waiting.add(next.with(events));
            }
        }
    }

    /** Ends orders before their end. Returns how many there were. */
    public int stop(Predicate<LoadOrder> which) {
        Collection<LoadOrder> stopped = new HashSet<>();
        waiting.removeIf(load -> which.test(load.order()) && stopped.add(load.order()));
        for (Iterator<LoadRun> all = runs.iterator(); all.hasNext(); ) {
            LoadRun run = all.next();
            if (which.test(run.order()) && !run.isHandedOver()) {
                all.remove();
                stopped.add(run.order());
                Map<String, ?> offset = bulk.drop(run.parts());
                observer.accept(run.event(LoadEvent.Kind.STOPPED, run.parts().get(0), offset));
            }
        }
        stopped.forEach(order -> {
            LOG.info("The {} was stopped", order);
            notes.forget(order);
        });
        return stopped.size();
    }

    /** Interrupts loading until {@link #resume}. */
    public void pause() {
        if (!paused) {
            paused = true;
            bulk.suspend();
            tellAll(LoadEvent.Kind.PAUSED);
        }
    }

    /** Ends a pause. */
    public void resume() {
        if (paused) {
            paused = false;
            tellAll(LoadEvent.Kind.RESUMED);
            arrivals.raise();
        }
    }

    private void tellAll(LoadEvent.Kind kind) {
        for (LoadRun run : runs) {
            if (!run.isHandedOver()) {
                LoadPart part = run.parts().get(0);
                observer.accept(run.event(kind, part, bulk.offset(part)));
            }
        }
    }

    /** Returns what the change stream's offsets remember of loads. */
    public LoadNotes notes() {
        return notes;
    }

    /** Ends all reading at once. */
    @Override
    public void close() {
        splitting.close();
        bulk.close();
    }
}
