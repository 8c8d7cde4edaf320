package io.odsconnect.db2;

import io.odsconnect.common.Version;
import io.odsconnect.common.audit.SourceAudit;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.metrics.TaskMetrics;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.metrics.SourceMetrics;
import io.odsconnect.db2.snapshot.WakeUp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** The task: finds out where it stopped, as often as that takes, and hands over what the {@link Db2Reader} reads. */
public final class Db2SourceTask extends SourceTask {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final WakeUp wakeUp = new WakeUp();
    private final ReentrantLock polling = new ReentrantLock();
    private volatile boolean stopped;
    private volatile @Nullable Started started;
    private volatile @Nullable Db2Reader reader;

    /** What there is from the start on. */
    private record Started(
            Db2SourceConfig config,
            Map<String, String> properties,
            Db2Session session,
            Attempts attempts,
            SourceMetrics metrics,
            SourceAudit audit) {}

    /** Called by the worker. */
    public Db2SourceTask() {}

    @Override
    public String version() {
        return Version.current();
    }

    /** Reads the options. The database is asked by the first poll, which can be tried again. */
    @Override
    public void start(Map<String, String> props) {
        Db2SourceConfig config = new Db2SourceConfig(props);
        TaskName name = TaskName.of(props);
        SourceMetrics metrics = new SourceMetrics(
                TaskMetrics.of(context, "source", name.connector(), name.task()), config.toleratesBadRows());
        started = new Started(
                config,
                Map.copyOf(props),
                new Db2Session(config.address(), metrics),
                new Attempts(config.address(), Retries.of(config), metrics::retried),
                metrics,
                SourceAudit.open(props));
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        polling.lockInterruptibly();
        try {
            Started now = started;
            if (now == null) {
                throw new IllegalStateException("The task was not started");
            }
            if (stopped) {
                return null;
            }
            now.audit().flush();
            @Nullable Db2Reader open = reader(now);
            if (open == null) {
                Duration left = now.attempts().untilDue();
                wakeUp.await(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
                return null;
            }
            int max = now.config().maxBatchSize();
            List<SourceRecord> batch = new ArrayList<>(max);
            now.metrics().polled();
            open.read(batch, max);
            now.metrics().handOver(batch);
            if (batch.isEmpty()) {
                open.await();
                return null;
            }
            TransactionBoundaries.of(context).mark(batch, open.whole());
            return batch;
        } finally {
            polling.unlock();
        }
    }

    /** Returns the reader; null where the database could not be asked yet. */
    private @Nullable Db2Reader reader(Started now) {
        if (reader == null && now.attempts().due()) {
            try {
                reader = new Db2ReaderFactory(
                                now.config(),
                                now.session(),
                                context.offsetStorageReader(),
                                now.properties(),
                                wakeUp,
                                now.metrics())
                        .create();
                now.attempts().succeeded();
            } catch (SQLException e) {
                now.session().close();
                now.attempts().failed(e);
            }
        }
        return reader;
    }

    /** Takes note of what is in Kafka, for the audit and for loads, which are done when their last rows are. */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        Started now = started;
        if (now != null) {
            now.audit().acknowledged(record, metadata);
        }
        Db2Reader open = reader;
        if (open != null && record.sourceOffset() != null) {
            open.acknowledge(record.sourceOffset(), metadata != null);
        }
    }

    /** Ends waiting, and closes the connections as soon as no poll uses them. */
    @Override
    public void stop() {
        stopped = true;
        wakeUp.raise();
        polling.lock();
        try {
            if (reader != null) {
                reader.close();
            }
            Started now = started;
            if (now != null) {
                now.session().close();
                now.metrics().close();
                now.audit().close();
            }
        } finally {
            polling.unlock();
        }
    }
}
