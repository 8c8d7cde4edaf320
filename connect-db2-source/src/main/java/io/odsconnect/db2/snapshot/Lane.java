package io.odsconnect.db2.snapshot;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads a range ahead of who takes the rows: into a queue that is bounded in rows and, closely, bytes. So
 * the database's work and the worker's overlap, and changes flow while a statement of the load runs.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long JOIN_MILLIS = 10_000;

    /**
     * Rows, and whether they are the last ones.
     *
     * @param block the rows; null where a range turns out to have none
     * @param last whether nothing follows
     */
    record Taken(@Nullable RowBlock block, boolean last) {}

    private final LoadConnection connection;
    private final LoadSettings settings;
    private final Arrivals arrivals;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Taken> queue = new ArrayDeque<>();
    private long queuedRows;
    private long queuedBytes;
    private boolean closed;
    private @Nullable Throwable failure;
    private volatile boolean reading = true;

    /**
     * Starts to read.
     *
     * @param name what the thread is called
     * @param reader what is read
     * @param connection the connection that it is read with, nobody else's while this reads
     * @param settings how much is read ahead
     * @param arrivals is told of rows, of the end and of a failure
     */
    Lane(String name, RangeReader reader, LoadConnection connection, LoadSettings settings, Arrivals arrivals) {
        this.connection = connection;
        this.settings = settings;
        this.arrivals = arrivals;
        this.thread = new Thread(() -> run(reader), name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Says whether the thread still reads; where not, its connection is free. */
    boolean isReading() {
        return reading;
    }

    /**
     * Returns the next rows; null where none have come yet.
     *
     * @throws SQLException if reading failed, once all was taken that was read before
     */
    @Nullable
    Taken poll() throws SQLException {
        lock.lock();
        try {
            @Nullable Taken taken = queue.poll();
            if (taken == null) {
                throwFailure();
            } else if (taken.block() != null) {
                queuedRows -= taken.block().size();
                queuedBytes -= taken.block().bytes();
                room.signal();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void throwFailure() throws SQLException {
        if (failure instanceof SQLException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Ends reading at once, also in the middle of a statement, and returns when the thread has ended. */
    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (reading) {
            connection.session().abort();
        }
        join();
        connection.session().close();
    }

    /** Waits for the thread to end, after its last rows were taken, and returns the connection, which is free then. */
    LoadConnection finish() {
        join();
        return connection;
    }

    private void join() {
        try {
            thread.join(JOIN_MILLIS);
            if (thread.isAlive()) {
                LOG.warn("{} does not end; its connection to the database was cut off", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(RangeReader reader) {
        @Nullable RowBlock ready = null;
        try {
            ready = reader.next();
            if (ready == null) {
                put(new Taken(null, true));
            }
            while (ready != null) {
                // Whether rows are the last ones is known only after a look at what follows.
                @Nullable RowBlock following = reader.next();
                if (!put(new Taken(ready, following == null))) {
                    return;
                }
                ready = following;
            }
        } catch (SQLException | RuntimeException | Error e) {
            fail(ready, e);
        } finally {
            reading = false;
            arrivals.raise();
        }
    }

    /** Waits for room and adds rows; returns false where nobody wants them any more. */
    private boolean put(Taken rows) {
        lock.lock();
        try {
            while (!closed && isFull()) {
                room.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            if (rows.block() != null) {
                queuedRows += rows.block().size();
                queuedBytes += rows.block().bytes();
            }
            queue.add(rows);
        } finally {
            lock.unlock();
        }
        arrivals.raise();
        return true;
    }

    private boolean isFull() {
        return !queue.isEmpty()
                && (queuedRows >= settings.queueRows() / settings.threads()
                        || queuedBytes >= settings.queueBytes() / settings.threads());
    }

    /** What was read before is still handed over, so that each try gets further. */
    private void fail(@Nullable RowBlock ready, Throwable reason) {
        if (ready == null || put(new Taken(ready, false))) {
            lock.lock();
            try {
                failure = reason;
            } finally {
                lock.unlock();
            }
        }
    }
}
