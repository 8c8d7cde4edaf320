package io.odsconnect.cassandra.connection;

import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.sink.Store;
import io.odsconnect.common.sink.StoreWrite;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose cluster could not be reached when the task started. It goes on trying in a thread of its own, with the
 * engine's waits between tries, and is not ready until it has succeeded.
 *
 * @param <W> the store's form of a write
 */
public final class LateStore<W extends StoreWrite> implements Store<W> {

    private static final Logger LOG = LoggerFactory.getLogger(LateStore.class);

    private final String connector;
    private final SinkOptions options;
    private final Duration keepsDeletesFor;
    private final Supplier<Store<W>> opener;
    private final ScheduledExecutorService thread;
    private final long startNanos = System.nanoTime();

    private long longest;
    private @Nullable Store<W> store;
    private @Nullable ConnectException failure;
    private boolean closed;

    /**
     * Opens a store, at once if its cluster is there, else as soon as it is.
     *
     * @param name the task, for its thread and log
     * @param config says how often it is tried, and how long
     * @param opener opens it
     * @throws ConnectionProblem if there is a problem that will not pass
     */
    public static <W extends StoreWrite> Store<W> open(
            TaskName name, CassandraSinkConfig config, Supplier<Store<W>> opener) {
        try {
            return opener.get();
        } catch (ConnectionProblem problem) {
            if (!problem.mayPass()) {
                throw problem;
            }
            LateStore<W> late =
                    new LateStore<>(name, config.shared(), config.rules().keepsDeletesFor(), opener);
            late.tryAgainAfter(problem);
            return late;
        }
    }

    private LateStore(TaskName name, SinkOptions options, Duration keepsDeletesFor, Supplier<Store<W>> opener) {
        this.keepsDeletesFor = keepsDeletesFor;
        this.connector = name.connector();
        this.options = options;
        this.opener = opener;
        this.longest = Math.min(options.retryBackoffMillis(), options.retryBackoffMaxMillis());
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "odsconnect-connect-" + name.connector() + "-" + name.task());
            made.setDaemon(true);
            return made;
        });
    }

    private void tryToOpen() {
        try {
            opened(opener.get());
        } catch (ConnectionProblem problem) {
            if (problem.mayPass()) {
                tryAgainAfter(problem);
            } else {
                fail(problem);
            }
        } catch (RuntimeException | Error e) {
            // An error, too: the thread's executor would keep it to itself, and the task would wait for ever.
            fail(new ConnectException("The store cannot be opened: " + e.getMessage(), e));
        }
    }

    private synchronized void opened(Store<W> fresh) {
        if (closed) {
            fresh.close();
            return;
        }
        LOG.info("Connector {}: Cassandra is connected now", connector);
        store = fresh;
        thread.shutdown();
    }

    private synchronized void tryAgainAfter(ConnectionProblem problem) {
        if (closed) {
            return;
        }
        Duration past = Duration.ofNanos(System.nanoTime() - startNanos);
        if (options.retryTimeoutMillis() >= 0 && past.toMillis() >= options.retryTimeoutMillis()) {
            fail(new ConnectException(
                    "Could not reach Cassandra for " + past.toMillis() + " ms (retry.timeout.ms is "
                            + options.retryTimeoutMillis() + "): " + problem.getMessage(),
                    problem));
            return;
        }
        // A random half is taken off, as in the engine: tasks that failed together should not come back together.
        long waitMillis = ThreadLocalRandom.current().nextLong(longest / 2, longest) + 1;
        LOG.warn(
                "Connector {}: {} The task takes no records until it is connected. The next retry is in {} ms.",
                connector,
                problem.getMessage(),
                waitMillis);
        var unused = thread.schedule(this::tryToOpen, waitMillis, TimeUnit.MILLISECONDS);
        longest = Math.min(options.retryBackoffMaxMillis(), longest > Long.MAX_VALUE / 2 ? longest : 2 * longest);
    }

    private synchronized void fail(ConnectException why) {
        failure = why;
        thread.shutdown();
    }

    @Override
    public synchronized boolean isReady() {
        if (failure != null) {
            throw failure;
        }
        return store != null;
    }

    @Override
    public void assigned() {
        Store<W> present;
        synchronized (this) {
            present = store;
        }
        // One that is opened later does not know of anything that it would have to forget.
        if (present != null) {
            present.assigned();
        }
    }

    @Override
    public List<W> map(ChangeEvent event) {
        return opened().map(event);
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<W> batch) {
        return opened().write(batch);
    }

    @Override
    public Optional<Comparer<W>> comparer() {
        return Optional.of(new LateComparer<>(() -> opened().comparer().orElseThrow(), keepsDeletesFor));
    }

    private synchronized Store<W> opened() {
        return Objects.requireNonNull(store, "The store is not ready");
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.shutdownNow();
        if (store != null) {
            store.close();
        }
    }
}
