package io.odsconnect.db2.snapshot;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders to load tables, has them carried out in their order, some tables at once, and says when they are done: when
 * the worker has acknowledged their rows. Orders for one table are carried out one after the other.
 *
 * <p>Belongs to the thread that polls, but for {@link #acknowledge}.
 */
public final class LoadScheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadScheduler.class);

    /** What a failure means does not depend on where it happened. */
    private static final Db2Address NOWHERE = new Db2Address("", 0, "", null, null, Map.of());

    private final LoadSettings settings;
    private final SourceBlock source;
    private final LoadThreads threads;
    private final StoredLoads stored;
    private final LoadPartitions partitions;
    private final WakeUp wakeUp;
    private final Consumer<LoadEvent> observer;
    private final LoadNotes notes;

    /** All that are not done, in the order in which they came. */
    private final List<TableLoad> loads = new ArrayList<>();

    private final FinishedRuns finished = new FinishedRuns();

    private int turn;
    private boolean paused;

    /**
     * Has nothing to do yet.
     *
     * @param settings how tables are loaded
     * @param source makes the source blocks
     * @param connections makes what a thread reads with; it connects when it is used first
     * @param stored how far loads have come before
     * @param partitions under what progress is kept
     * @param wakeUp is raised when there is something to do
     * @param name what the reading threads are called
     * @param observer takes what happens to loads
     * @param notes what the change stream's offsets remember of loads
     */
    public LoadScheduler(
            LoadSettings settings,
            SourceBlock source,
            Supplier<LoadConnection> connections,
            StoredLoads stored,
            LoadPartitions partitions,
            WakeUp wakeUp,
            String name,
            Consumer<LoadEvent> observer,
            LoadNotes notes) {
        this.settings = settings;
        this.source = source;
        this.threads = new LoadThreads(settings, source, connections, wakeUp, name);
        this.stored = stored;
        this.partitions = partitions;
        this.wakeUp = wakeUp;
        this.observer = observer;
        this.notes = notes;
    }

    /** Loads a table that is due at the start; the changes that go with it start at {@code streamFrom}, if any do. */
    public void submit(InitialLoads.Due due, @Nullable Lsn streamFrom) {
        @Nullable LoadProgress known = due.known();
        LoadProgress progress = known == null ? LoadProgress.none(due.order(), streamFrom) : known;
        add(due.order(), due.events(), progress, due.first());
    }

    /**
     * Loads a table. A load that was begun under the same id goes on where it stopped.
     *
     * @param order what to load
     * @param events the table's events
     * @param remember whether the change stream's offsets remember the order until it is done
     */
    public void submit(LoadOrder order, TableEvents events, boolean remember) {
        if (remember) {
            notes.remember(order);
        }
        @Nullable LoadProgress before = stored.of(events, order.cause());
        if (order.cause() == LoadCause.COMPARE && before != null) {
            finished.add(order.table(), before);
        }
        if (order.cause() == LoadCause.COMPARE && finished.contains(order)) {
            LOG.info("The {} was done before; use another id for another run", order);
            notes.forget(order);
            return;
        }
        boolean same = before != null && before.isOf(order);
        add(order, events, same && before != null ? before : LoadProgress.none(order, null), false);
        wakeUp.raise();
    }

    private void add(LoadOrder order, TableEvents events, LoadProgress progress, boolean first) {
        Map<String, String> partition = partitions.of(order.table(), order.cause());
        loads.add(new TableLoad(order, events, partition, progress, first, source));
    }

    /** Says whether all was handed over that changes wait for. */
    public boolean isFirstDone() {
        return loads.stream().noneMatch(load -> load.isFirst() && !load.isHandedOver());
    }

    /** Says whether there is nothing to load now. */
    public boolean isIdle() {
        return loads.stream().allMatch(load -> load.isHandedOver() ? !load.isDone() : paused);
    }

    /**
     * Says whether a compare run waits at its end for acknowledgements which the worker may give only when another record is
     * written. Says so every few seconds, until the run has ended.
     */
    public boolean needsAnotherRecord() {
        List<LoadOrder> overdue = loads.stream()
                .filter(TableLoad::isOverdue)
                .map(TableLoad::order)
                .toList();
        overdue.forEach(order -> LOG.info(
                "The {} waits for the worker to acknowledge its last rows. A record goes to the heartbeat topic, since with"
                        + " exactly-once support the worker reports rows that a transform has dropped only when another"
                        + " record is written.",
                order));
        return !overdue.isEmpty();
    }

    /** Says whether one of these orders is not done yet. */
    public boolean has(Predicate<LoadOrder> which) {
        return loads.stream().map(TableLoad::order).anyMatch(which);
    }

    /**
     * Adds rows that are ready to {@code batch} until it has {@code max} records. Waits for none. What was added counts as
     * handed over, also when this fails later on.
     *
     * @throws SQLException if reading failed; the next call goes on after the last row handed over
     */
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        forgetDone();
        if (paused) {
            return;
        }
        read(open(), batch, max);
        forgetDone();
    }

    /** Begins as many loads as are read at once, and has all of them read. Compare runs wait until nothing else is due. */
    private List<TableLoad> open() {
        List<TableLoad> due = new ArrayList<>(loads);
        due.removeIf(TableLoad::isHandedOver);
        if (!due.stream().allMatch(TableLoad::isCompareRun)) {
            due.stream().filter(TableLoad::isCompareRun).forEach(run -> run.suspend(threads));
            due.removeIf(TableLoad::isCompareRun);
        }
        List<TableLoad> open = new ArrayList<>();
        Set<TableId> busy = new HashSet<>();
        for (TableLoad load : due) {
            if (open.size() == settings.threads()) {
                break;
            }
            if (busy.add(load.order().table())) {
                if (!load.isBegun()) {
                    load.begin(finished.text(load.order().table()));
                    LOG.info("The {} begins; {} of its rows were loaded before", load.order(), load.rows());
                    observer.accept(load.event(LoadEvent.Kind.STARTED));
                }
                open.add(load);
            }
        }
        open.forEach(load -> load.open(threads, settings.threads()));
        return open;
    }

    private void read(List<TableLoad> open, List<SourceRecord> batch, int max) throws SQLException {
        Instant now = Instant.now();
        for (int i = 0; i < open.size() && batch.size() < max; i++) {
            turn = (turn + 1) % open.size();
            TableLoad load = open.get(turn);
            long rows = load.rows();
            try {
                load.read(threads, batch, max, now, endOf(load));
            } catch (SQLException | RuntimeException e) {
                observer.accept(load.event(LoadEvent.Kind.FAILED));
                if (!isGivenUp(load.order(), e)) {
                    throw e;
                }
            } finally {
                if (load.rows() > rows || load.isHandedOver()) {
                    report(load);
                }
            }
        }
    }

    /** Returns what the last row of a table says: whether it is the last of all tables. */
    private String endOf(TableLoad load) {
        return loads.stream().allMatch(other -> other == load || other.isHandedOver())
                ? "last"
                : "last_in_data_collection";
    }

    private void report(TableLoad load) {
        if (load.isHandedOver()) {
            LOG.info("The {} has read all its {} rows", load.order(), load.rows());
            if (load.isCompareRun()) {
                finished.add(load.order());
            }
            observer.accept(load.event(LoadEvent.Kind.COMPLETED));
        } else if (load.hasPassed(settings.chunkSize())) {
            observer.accept(load.event(LoadEvent.Kind.IN_PROGRESS));
        }
    }

    /**
     * Gives a load up that a signal has asked for where trying again does not help, for example because its filter is no
     * SQL: nothing else must suffer from it.
     */
    private boolean isGivenUp(LoadOrder order, Exception e) {
        if (!order.cause().isSignalled() || isTransient(e)) {
            return false;
        }
        LOG.error(
                "The {} failed and is given up: {}. Check the signal's data-collections and filter.",
                order,
                e instanceof SQLException sql
                        ? "SQLCODE " + sql.getErrorCode() + ", SQLSTATE " + sql.getSQLState()
                        : e.getMessage());
        stop(order::equals);
        return true;
    }

    private static boolean isTransient(Exception e) {
        return e instanceof SQLException failure
                && SqlFailure.of(failure, NOWHERE).kind() != SqlFailure.Kind.LASTING;
    }

    /** Forgets the loads whose rows the worker has acknowledged. */
    private void forgetDone() {
        for (TableLoad load : List.copyOf(loads)) {
            if (load.isDone()) {
                loads.remove(load);
                if (load.rows() == 0) {
                    notes.empty(load.order());
                }
                notes.forget(load.order());
            }
        }
    }

    /**
     * Says that the worker has acknowledged a record with this offset. Any thread may call it.
     *
     * @param written whether it is in Kafka; where not, a transform has dropped it
     */
    public void acknowledge(Map<String, ?> offset, boolean written) {
        if (offset instanceof RowOffset row) {
            if (row.isOfEnd() && !written) {
                LOG.error(
                        "A transform has dropped the marker at the end of the {}, without which no sink reports the run. Let"
                                + " a record without key and value pass that has the header {}.",
                        row.load().order(),
                        RunMarker.END_HEADER);
            }
            if (row.load().acknowledge(written)) {
                wakeUp.raise();
            }
        }
    }

    /** Loads a table whose columns have changed with the new ones, from where its load is; all of it if its key has. */
    public void altered(TableEvents events) {
        loads.stream()
                .filter(load -> load.order().table().equals(events.table()) && !load.isHandedOver())
                .forEach(load -> load.altered(events, threads));
    }

    /** Ends orders before their end. Returns how many there were. */
    public int stop(Predicate<LoadOrder> which) {
        Collection<LoadOrder> stopped = new HashSet<>();
        for (TableLoad load : List.copyOf(loads)) {
            if (which.test(load.order()) && !load.isHandedOver()) {
                load.suspend(threads);
                loads.remove(load);
                stopped.add(load.order());
                if (load.isBegun()) {
                    observer.accept(load.event(LoadEvent.Kind.STOPPED));
                }
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
            suspend();
            report(LoadEvent.Kind.PAUSED);
        }
    }

    /** Ends a pause. */
    public void resume() {
        if (paused) {
            paused = false;
            report(LoadEvent.Kind.RESUMED);
            wakeUp.raise();
        }
    }

    private void suspend() {
        loads.forEach(load -> load.suspend(threads));
    }

    private void report(LoadEvent.Kind kind) {
        loads.stream()
                .filter(load -> load.isBegun() && !load.isHandedOver())
                .forEach(load -> observer.accept(load.event(kind)));
    }

    /** Returns what the change stream's offsets remember of loads. */
    public LoadNotes notes() {
        return notes;
    }

    /** Ends all reading at once. */
    @Override
    public void close() {
        threads.close();
    }
}
