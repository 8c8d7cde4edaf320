package io.odsconnect.db2;

import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.snapshot.InitialLoads;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.snapshot.LoadMark;
import io.odsconnect.db2.snapshot.LoadSettings;
import io.odsconnect.db2.snapshot.PlannedLoad;
import io.odsconnect.db2.snapshot.RangePlan;
import io.odsconnect.db2.snapshot.Splitting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the loads of several tasks: which are due, and how each table is split. That takes as long as a walk through the
 * index of each large table, so a thread of its own does it, and asks the worker for new task configs when it is done.
 */
final class LoadPlanning implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadPlanning.class);

    private final Db2SourceConfig config;
    private final SourceConnectorContext context;
    private final int tasks;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable List<PlannedLoad> plan;
    private volatile @Nullable Splitting splitting;
    private volatile @Nullable Db2Session session;

    /** Begins to plan for {@code tasks} tasks. */
    LoadPlanning(Db2SourceConfig config, SourceConnectorContext context, int tasks) {
        this.config = config;
        this.context = context;
        this.tasks = tasks;
        Thread thread = new Thread(this::run, config.name() + "-plan");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns for how many tasks this plans. */
    int tasks() {
        return tasks;
    }

    /** Returns the plan; null as long as there is none. */
    @Nullable
    List<PlannedLoad> plan() {
        return plan;
    }

    private void run() {
        Attempts attempts = new Attempts(config.address(), Retries.of(config), () -> {});
        while (!closed && plan == null) {
            try (Db2Session own = new Db2Session(config.address())) {
                session = own;
                plan = make(own);
                if (!closed) {
                    context.requestTaskReconfiguration();
                }
            } catch (SQLException e) {
                fail(attempts, e);
            } catch (RuntimeException e) {
                report(e);
                return;
            }
        }
    }

    private void fail(Attempts attempts, SQLException failure) {
        if (closed) {
            return;
        }
        try {
            attempts.failed(failure);
            pause(attempts.untilDue().toMillis());
        } catch (RuntimeException e) {
            report(e);
            closed = true;
        }
    }

    private void report(RuntimeException e) {
        if (!closed) {
            context.raiseError(e);
        }
    }

    private void pause(long millis) {
        try {
            closing.await(Math.max(1, millis), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private List<PlannedLoad> make(Db2Session own) throws SQLException {
        TaskPlan all = new TaskPlan(TaskShare.ALL, true, List.of());
        Source source =
                new Source(config, own, context.offsetStorageReader(), all, () -> new Db2Session(config.address()));
        @Nullable Lsn from = source.streamFrom();
        LoadSettings settings = config.loadSettings();
        List<PlannedLoad> planned = new ArrayList<>();
        try (Splitting split = new Splitting(
                source::connection, settings.chunkSize(), settings.isolation(), config.topicPrefix() + "-plan")) {
            splitting = split;
            for (InitialLoads.Due due : source.due()) {
                @Nullable LoadMark known = due.known();
                if (known == null) {
                    RangePlan ranges = due.distinct(split.now(due.events(), tasks * settings.threads()));
                    boolean stream = due.order().cause() == LoadCause.STREAM;
                    known = new LoadMark(due.order().id(), ranges, due.order().filterDigest(), stream ? from : null);
                }
                LOG.info("Planned the {}: {} ranges", due.order(), known.plan().size());
                planned.add(new PlannedLoad(due.order(), known));
            }
        }
        return planned;
    }

    /** Ends planning at once. */
    @Override
    public void close() {
        closed = true;
        closing.countDown();
        Splitting open = splitting;
        if (open != null) {
            open.close();
        }
        Db2Session used = session;
        if (used != null) {
            used.abort();
        }
    }
}
