package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that read tables ahead of who takes the rows, each with a connection of its own: so the database's work and
 * the worker's overlap, and changes flow while a statement of a load runs. What they read is bounded in rows and, closely,
 * bytes. A thread works for the table that has the fewest, and ends when no table is left.
 */
final class LoadThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadThreads.class);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LoadSettings settings;
    private final SourceBlock source;
    private final Supplier<LoadConnection> connections;
    private final WakeUp wakeUp;
    private final String name;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Table> open = new ArrayList<>();
    /** What each thread works for, and over which session. */
    private final Map<Thread, Busy> busy = new HashMap<>();

    private final @Nullable RowRate compareRate;
    private int alive;
    private int started;
    private long queuedRows;
    private long queuedBytes;

    /**
     * A table that is read.
     *
     * @param events its events, as its columns are now
     * @param filter an SQL condition that the rows meet; empty for all
     * @param ahead how far reading has come
     * @param tally what is told beside the rows
     * @param rate limits how fast it is read; null for no limit
     */
    record Table(
            TableEvents events,
            String filter,
            ReadAhead ahead,
            ReadTally tally,
            @Nullable RowRate rate) {}

    private record Busy(Table table, Db2Session session) {}

    private record Job(Table table, ReadAhead.Work work) {}

    /**
     * Starts nothing yet.
     *
     * @param settings how tables are loaded
     * @param source makes the source blocks
     * @param connections makes what a thread reads with; it connects when it is used first
     * @param wakeUp is raised when there are rows to hand over, an end or a failure
     * @param name what the threads are called
     */
    LoadThreads(
            LoadSettings settings,
            SourceBlock source,
            Supplier<LoadConnection> connections,
            WakeUp wakeUp,
            String name) {
        this.settings = settings;
        this.source = source;
        this.connections = connections;
        this.wakeUp = wakeUp;
        this.name = name;
        this.compareRate = settings.compareRate() == 0
                ? null
                : new RowRate(settings.compareRate(), lock, changed, System::nanoTime);
    }

    /** Returns what limits how fast tables are read to be compared; null for no limit. */
    @Nullable
    RowRate compareRate() {
        return compareRate;
    }

    /** Begins to read a table. */
    void open(Table table) {
        lock.lock();
        try {
            open.add(table);
            while (alive < settings.threads()) {
                alive++;
                started++;
                Thread thread = new Thread(this::run, name + "-load-" + started);
                thread.setDaemon(true);
                thread.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the next rows of a table; null where none have come yet.
     *
     * @throws SQLException if reading failed, once all was taken that was read before
     */
    ReadAhead.@Nullable Taken take(Table table) throws SQLException {
        lock.lock();
        try {
            ReadAhead.@Nullable Taken taken = table.ahead().take();
            if (taken != null) {
                release(taken.block());
                if (taken.last()) {
                    open.remove(table);
                }
                changed.signalAll();
                return taken;
            }
            @Nullable Throwable failure = table.ahead().failure();
            if (failure instanceof SQLException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void release(@Nullable RowBlock block) {
        if (block != null) {
            queuedRows -= block.size();
            queuedBytes -= block.bytes();
        }
    }

    /** Ends reading a table at once, also in the middle of a statement, and drops what was read ahead. */
    void close(Table table) {
        lock.lock();
        try {
            table.ahead().close();
            open.remove(table);
            table.ahead().waiting().forEach(this::release);
            busy.values().stream()
                    .filter(each -> each.table().equals(table))
                    .forEach(each -> each.session().abort());
            changed.signalAll();
            long left = CLOSE_NANOS;
            while (left > 0
                    && busy.values().stream().anyMatch(each -> each.table().equals(table))) {
                left = changed.awaitNanos(left);
            }
            if (left <= 0) {
                LOG.warn(
                        "A thread that reads table {} does not end; its connection to the database was cut off",
                        table.events().table());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all reading at once. */
    @Override
    public void close() {
        List<Table> all;
        lock.lock();
        try {
            all = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        all.forEach(this::close);
    }

    private void run() {
        @Nullable LoadConnection connection = null;
        try {
            for (Job job = next(); job != null; job = next()) {
                // Nobody cuts it off after next(); before, somebody may have, while nothing was asked of it.
                if (connection != null && connection.session().isAborted()) {
                    connection.session().close();
                    connection = null;
                }
                LoadConnection own = connection == null ? connections.get() : connection;
                connection = own;
                if (!begin(job.table(), own) || !work(job, own)) {
                    own.session().close();
                    connection = null;
                }
            }
        } finally {
            if (connection != null) {
                connection.session().close();
            }
        }
    }

    /** Waits for something to do; null where no table is left. */
    private @Nullable Job next() {
        lock.lock();
        try {
            busy.remove(Thread.currentThread());
            changed.signalAll();
            while (!open.isEmpty()) {
                List<Table> byThreads = new ArrayList<>(open);
                byThreads.sort(Comparator.comparingLong(this::threads));
                for (Table table : byThreads) {
                    ReadAhead.@Nullable Work work = isFull() && threads(table) > 0
                            ? null
                            : table.ahead().next();
                    if (work != null) {
                        return new Job(table, work);
                    }
                }
                changed.awaitUninterruptibly();
            }
            alive--;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long threads(Table table) {
        return busy.values().stream().filter(each -> each.table().equals(table)).count();
    }

    private boolean begin(Table table, LoadConnection connection) {
        lock.lock();
        try {
            if (table.ahead().isClosed()) {
                return false;
            }
            busy.put(Thread.currentThread(), new Busy(table, connection.session()));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Does it; says whether the connection is good for more. */
    private boolean work(Job job, LoadConnection connection) {
        try {
            if (job.work() instanceof ReadAhead.Read read) {
                read(job.table(), read.chunk(), connection);
            } else if (job.work() instanceof ReadAhead.Walk walk) {
                walk(job.table(), walk, connection);
            }
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            locked(() -> {
                if (job.work() instanceof ReadAhead.Read read) {
                    job.table().ahead().failed(read.chunk(), e);
                } else {
                    job.table().ahead().failed(e);
                }
            });
            return false;
        } finally {
            wakeUp.raise();
        }
    }

    private void read(Table table, ReadAhead.Chunk chunk, LoadConnection connection) throws SQLException {
        int rows = chunk.limited ? chunkRows() : Integer.MAX_VALUE;
        ChunkReader reader = new ChunkReader(settings, connection, table, chunk, source, rows);
        for (RowBlock block = reader.next(); block != null; block = reader.next()) {
            if (!put(table, chunk, block)) {
                reader.close();
                return;
            }
            wakeUp.raise();
        }
        locked(() -> table.ahead().finished(chunk, reader.last(), reader.isAtEnd()));
    }

    /** Small enough that as many chunks as there are threads fit into what may be read ahead. */
    private int chunkRows() {
        return settings.threads() == 1
                ? settings.chunkSize()
                : Math.max(1, Math.min(settings.chunkSize(), settings.queueRows() / settings.threads()));
    }

    private void walk(Table table, ReadAhead.Walk walk, LoadConnection connection) throws SQLException {
        try {
            KeyWalk keys =
                    new KeyWalk(connection, table.events(), settings.isolation().clause());
            @Nullable List<String> end = keys.after(walk.after(), chunkRows());
            locked(() -> table.ahead().walked(walk, end));
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e, connection.session().address());
            if (failure.kind() == SqlFailure.Kind.PASSING
                    || connection.session().isAborted()) {
                throw e;
            }
            LOG.warn(
                    "Table {} is read by one thread, since its key cannot be walked. {}",
                    table.events().table(),
                    failure.text());
            locked(table.ahead()::cannotWalk);
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room and adds rows; returns false where nobody wants them any more. */
    private boolean put(Table table, ReadAhead.Chunk chunk, RowBlock block) {
        lock.lock();
        try {
            while (!table.ahead().isClosed() && isFull() && !table.ahead().isAwaited(chunk)) {
                changed.awaitUninterruptibly();
            }
            if (table.ahead().isClosed()) {
                return false;
            }
            queuedRows += block.size();
            queuedBytes += block.bytes();
            table.ahead().add(chunk, block);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return queuedRows >= settings.queueRows() || queuedBytes >= settings.queueBytes();
    }
}
