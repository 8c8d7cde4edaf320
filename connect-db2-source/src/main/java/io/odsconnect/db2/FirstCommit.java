package io.odsconnect.db2;

import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Registration;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the worker store where the changes begin at the very first start, for which loads wait (see {@link Beginning}). A
 * worker stores offsets every {@code offset.flush.interval.ms}, a minute by default, and when a task ends. Nobody can ask
 * for it, but a connector may ask for its tasks to be configured anew, which ends and starts them.
 */
final class FirstCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FirstCommit.class);

    /** After how long to ask, each counted from the time before: a task has to come up and send its first record. */
    private static final List<Long> WAITS_MILLIS = List.of(2_000L, 6_000L, 18_000L);

    private static final long LOOK_MILLIS = 250;

    private final Db2SourceConfig config;
    private final SourceConnectorContext context;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger asked;

    /** Begins to watch a connector that follows changes. */
    FirstCommit(Db2SourceConfig config, SourceConnectorContext context) {
        this.config = config;
        this.context = context;
        this.asked = new AtomicInteger(AskedCommits.stored(context.offsetStorageReader(), config.topicPrefix()));
        Thread thread = new Thread(this::watch, config.name() + "-first-commit");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns how often the worker was asked, by earlier starts too; tasks are started anew only if their configuration changes. */
    int asked() {
        return asked.get();
    }

    private void watch() {
        try {
            if (!starts(List.of()).isEmpty()) {
                return;
            }
            List<TableId> tables = tables();
            if (!starts(tables).isEmpty()) {
                // A table that came later, or cannot be read, is no reason to interrupt the others.
                return;
            }
            for (long wait : WAITS_MILLIS) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
                while (System.nanoTime() < end) {
                    if (starts(tables).uncovered().isEmpty() || closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
                asked.incrementAndGet();
                LOG.info(
                        "Connector {}: its tasks are started anew, so that the worker stores now where changes begin",
                        config.name());
                context.requestTaskReconfiguration();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | ConnectException e) {
            // The tasks report what is wrong; all that is lost here is time.
            LOG.debug("Connector {}: it is not asked for a first commit of offsets", config.name(), e);
        }
    }

    /** Returns the tables whose changes are going to be read, by some task. */
    private List<TableId> tables() throws SQLException {
        try (Db2Session session = new Db2Session(config.address())) {
            ControlTables control =
                    new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
            return control.registrations().stream()
                    .filter(Registration::isCaptured)
                    .map(Registration::table)
                    .filter(config.filter()::wants)
                    .distinct()
                    .toList();
        }
    }

    private StreamStarts starts(List<TableId> tables) {
        return new StreamStarts(context.offsetStorageReader(), new StreamPartitions(config.topicPrefix()), tables);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
