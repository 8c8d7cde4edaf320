package io.odsconnect.testbed.db2.capture;

import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the Capture program does for one capture schema: a thread that moves what was committed to the ASN tables. */
final class CaptureProgram implements Runnable {

    private static final int CHANGES_PER_BATCH = 5_000;
    private static final long IDLE_MILLIS = 100;
    private static final long BETWEEN_BATCHES_MILLIS = 5;
    private static final long AFTER_ERROR_MILLIS = 200;
    private static final long UNTIL_ENDED_NANOS = 20_000;

    private final Database database;
    private final String schema;
    private final SequenceFormat format;
    private final CommitOrder order = new CommitOrder();
    private final Map<Integer, CapturedTable> tables = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock(true);
    private final Condition resumed = writing.newCondition();
    private final List<Integer> gone = new ArrayList<>();
    private volatile boolean paused;
    private volatile Set<CaptureHabit> habits = Set.of();
    private volatile @Nullable Batch batch;

    CaptureProgram(Database database, String schema, SequenceFormat format) {
        this.database = database;
        this.schema = schema;
        this.format = format;
    }

    /** Takes up what was committed and not captured when the process ended, then captures until the process ends. */
    void start() throws SQLException {
        try (Connection connection = database.connect()) {
            recover(connection);
            connection.rollback();
        }
        background("capture-" + schema, this);
        background("prune-" + schema, new Pruner(database, this));
        background("monitor-" + schema, new Monitor(database, this));
    }

    private static void background(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        Batch unwritten = null;
        while (true) {
            try (Mover mover = new Mover(database.connect(), schema, format)) {
                while (true) {
                    if (unwritten == null) {
                        unwritten = new Batch(order.take(CHANGES_PER_BATCH, IDLE_MILLIS));
                    }
                    write(mover, unwritten);
                    order.captured(unwritten.committed().units());
                    unwritten = null;
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_BATCHES_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                System.err.println("Capture " + schema + " tries again after " + e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AFTER_ERROR_MILLIS));
            }
        }
    }

    private void write(Mover mover, Batch next) throws SQLException, InterruptedException {
        for (UnitOfWork unit : next.committed().units()) {
            while (!unit.ended()) {
                LockSupport.parkNanos(UNTIL_ENDED_NANOS);
            }
        }
        writing.lock();
        try {
            while (paused) {
                resumed.await();
            }
            for (int registration : gone) {
                mover.forget(registration);
            }
            gone.clear();
            batch = next;
            mover.write(next, tables, habits);
        } finally {
            writing.unlock();
        }
    }

    /** Writes nothing more to the ASN tables until {@link #resume}. */
    void pause() {
        writing.lock();
        try {
            paused = true;
        } finally {
            writing.unlock();
        }
    }

    /** Goes on after {@link #pause}. */
    void resume() {
        writing.lock();
        try {
            paused = false;
            resumed.signalAll();
        } finally {
            writing.unlock();
        }
    }

    /** Says whether it is paused and writes nothing. */
    boolean isPaused() {
        return paused;
    }

    void habits(Set<CaptureHabit> other) {
        habits = Set.copyOf(other);
    }

    /** Says whether it has a habit. */
    boolean has(CaptureHabit habit) {
        return habits.contains(habit);
    }

    /** Does something while nothing is being written to the ASN tables. */
    void betweenBatches(SqlTask task) throws SQLException {
        writing.lock();
        try {
            task.run();
        } finally {
            writing.unlock();
        }
    }

    /** Work on the database. */
    interface SqlTask {

        void run() throws SQLException;
    }

    /** Captures a table from now on. */
    void add(CapturedTable table) {
        tables.put(table.registration(), table);
    }

    /** Captures a table that was altered; called between batches. */
    void replace(CapturedTable table) {
        tables.put(table.registration(), table);
        gone.add(table.registration());
    }

    /** Captures a table no longer; called between batches. */
    void remove(CapturedTable table) {
        tables.remove(table.registration());
        gone.add(table.registration());
    }

    private void recover(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet global = statement.executeQuery(
                        "SELECT SYNCHPOINT, SYNCHTIME FROM %s.IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'Y'"
                                .formatted(Database.quoted(schema)))) {
            global.next();
            Timestamp time = global.getTimestamp(2);
            order.resume(format.decode(global.getBytes(1)), ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
        }
        Map<Long, UnitOfWork> units = new HashMap<>();
        Map<UnitOfWork, Long> lastChanges = new HashMap<>();
        for (CapturedTable table : tables.values()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT UOW, IBMSNAP_INTENTSEQ FROM " + table.stageSql())) {
                while (rows.next()) {
                    UnitOfWork unit = units.computeIfAbsent(
                            rows.getLong(1), id -> new UnitOfWork(order, null, id, database.user(), "recovered"));
                    unit.changed(table.registration());
                    lastChanges.merge(unit, format.decode(rows.getBytes(2)), Math::max);
                }
            }
        }
        // Whoever changes what another changed does it after the other's commit: so the order of the last changes is
        // one in which they may have been committed.
        lastChanges.values().forEach(last -> order.resume(last, 0));
        lastChanges.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(unit -> order.recovered(unit.getKey()));
    }

    /** Returns the batch that is being captured. */
    Batch batch() {
        Batch current = batch;
        if (current == null) {
            throw new IllegalStateException("Nothing is being captured");
        }
        return current;
    }

    CommitOrder order() {
        return order;
    }

    SequenceFormat format() {
        return format;
    }

    String schema() {
        return schema;
    }

    @Nullable
    CapturedTable find(String owner, String table) {
        return tables.values().stream()
                .filter(known -> known.owner().equals(owner) && known.table().equals(table))
                .findAny()
                .orElse(null);
    }

    /** Returns a registered table. */
    CapturedTable require(String owner, String table) throws SQLException {
        CapturedTable found = find(owner, table);
        if (found == null) {
            throw new SQLException("Table \"" + owner + "\".\"" + table + "\" is not registered");
        }
        return found;
    }

    List<CapturedTable> tables() {
        return List.copyOf(tables.values());
    }
}
