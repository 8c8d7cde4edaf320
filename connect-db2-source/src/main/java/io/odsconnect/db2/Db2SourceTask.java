package io.odsconnect.db2;

import io.odsconnect.common.Version;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task: hands over what the {@link Db2Reader} reads, waits, and comes back after a failure that passes. */
public final class Db2SourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(Db2SourceTask.class);

    private final Pause pause = new Pause();
    private final ReentrantLock polling = new ReentrantLock();
    private @Nullable Db2SourceConfig config;
    private @Nullable Db2Session session;
    private @Nullable Retries retries;
    private @Nullable Db2Reader reader;

    /** Called by the worker. */
    public Db2SourceTask() {}

    @Override
    public String version() {
        return Version.current();
    }

    /** Reads the options. The database is asked by the first poll, which can be tried again. */
    @Override
    public void start(Map<String, String> props) {
        Db2SourceConfig options = new Db2SourceConfig(props);
        config = options;
        session = new Db2Session(options.address());
        retries = new Retries(options.maxRetries(), options.backoff(), options.maxBackoff());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        polling.lockInterruptibly();
        try {
            if (config == null || session == null || retries == null) {
                throw new IllegalStateException("The task was not started");
            }
            if (!pause.over() || pause.isStopped()) {
                return null;
            }
            List<SourceRecord> batch = new ArrayList<>(config.maxBatchSize());
            read(batch, config, session, retries);
            return batch.isEmpty() ? null : batch;
        } finally {
            polling.unlock();
        }
    }

    private void read(List<SourceRecord> batch, Db2SourceConfig options, Db2Session database, Retries tries) {
        try {
            Db2Reader open = reader == null
                    ? new Db2ReaderFactory(options, database, context.offsetStorageReader()).create()
                    : reader;
            reader = open;
            open.read(batch, options.maxBatchSize());
            tries.reset();
            if (batch.isEmpty()) {
                pause.begin(options.pollInterval());
            }
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e, database.address());
            if (reader != null) {
                reader.rewind();
            }
            database.close();
            if (failure.kind() != SqlFailure.Kind.PASSING) {
                throw new ConnectException(failure.text() + ".");
            }
            if (!tries.again()) {
                throw new ConnectException(failure.text() + ". It failed " + tries.failures()
                        + " times in a row, more than errors.max.retries allows.");
            }
            pause.begin(tries.delay());
            LOG.warn("{}. Trying again, for the {}. time.", failure.text(), tries.failures());
        }
    }

    /** Ends waiting, and closes the connection as soon as no poll uses it. */
    @Override
    public void stop() {
        pause.stop();
        polling.lock();
        try {
            if (session != null) {
                session.close();
            }
        } finally {
            polling.unlock();
        }
    }
}
