package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.config.SnapshotIsolation;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.TableEvents;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splits tables in a thread of its own, one after the other, since walking through an index takes its time. */
public final class Splitting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Splitting.class);

    private final Supplier<LoadConnection> connections;
    private final int step;
    private final SnapshotIsolation isolation;
    private final ExecutorService thread;
    private volatile boolean closed;

    /** The connection in use; only of the thread, but for the end. */
    private final List<LoadConnection> used = new java.util.concurrent.CopyOnWriteArrayList<>();

    /**
     * Prepares to split.
     *
     * @param connections makes what a thread reads with
     * @param step how many rows are worth a range of their own
     * @param isolation with which isolation the index is read
     * @param name what the thread is called
     */
    public Splitting(Supplier<LoadConnection> connections, int step, SnapshotIsolation isolation, String name) {
        this.connections = connections;
        this.step = step;
        this.isolation = isolation;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name + "-split");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Splits a table into {@code ranges} ranges, or fewer where it has few rows, and runs {@code done} at the end.
     *
     * @return the split; its failure is an {@link SQLException} where trying again helps
     */
    public Future<RangePlan> split(TableEvents events, int ranges, Runnable done) {
        return thread.submit(() -> {
            try {
                return now(events, ranges);
            } finally {
                done.run();
            }
        });
    }

    /** Does the same in this thread. */
    public RangePlan now(TableEvents events, int ranges) throws SQLException {
        if (ranges < 2 || events.loadKey().isEmpty()) {
            return RangePlan.WHOLE;
        }
        LoadConnection connection = connections.get();
        used.add(connection);
        try {
            if (closed) {
                throw new SQLException("Splitting was ended");
            }
            List<List<String>> bounds = new RangeSplitter(connection, step, isolation.clause()).split(events, ranges);
            return bounds.isEmpty() ? RangePlan.WHOLE : RangePlan.anew(bounds);
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e, connection.session().address());
            if (failure.kind() == SqlFailure.Kind.PASSING) {
                throw e;
            }
            LOG.warn("Table {} is loaded as one range, since it cannot be split. {}", events.table(), failure.text());
            return RangePlan.WHOLE;
        } finally {
            used.remove(connection);
            connection.session().close();
        }
    }

    /** Ends splitting at once. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        used.forEach(connection -> connection.session().abort());
    }
}
