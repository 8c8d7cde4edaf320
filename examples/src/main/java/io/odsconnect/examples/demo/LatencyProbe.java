package io.odsconnect.examples.demo;

import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.StoreRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long a committed change takes to be seen in the stores: again and again it commits a new e-mail address
 * of a customer that nobody else touches, and reads that customer in every store until the address is there.
 */
final class LatencyProbe implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long BETWEEN_READS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long BETWEEN_CHANGES = TimeUnit.MILLISECONDS.toNanos(20);

    private final Connection db2;
    private final List<StoreRows> stores;
    private final Map<String, List<Long>> samples = new LinkedHashMap<>();
    private final ExecutorService readers;
    private final ExecutorService prober = Executors.newSingleThreadExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private int sequence;

    /**
     * A latency in two figures.
     *
     * @param count how many samples there are
     * @param p50 the median, in milliseconds
     * @param p99 the 99th percentile, in milliseconds
     */
    record Figures(int count, double p50, double p99) {}

    LatencyProbe(Connection db2, List<StoreRows> stores) throws SQLException {
        this.db2 = db2;
        this.stores = List.copyOf(stores);
        this.readers = Executors.newFixedThreadPool(stores.size());
        db2.setAutoCommit(true);
        stores.forEach(store -> samples.put(store.name(), Collections.synchronizedList(new ArrayList<>())));
    }

    /** Begins to measure. */
    Future<?> start() {
        return prober.submit(() -> {
            while (!stopped.get()) {
                once(true);
                LockSupport.parkNanos(BETWEEN_CHANGES);
            }
            return null;
        });
    }

    /**
     * Commits one more change and returns when every store shows it: all that was committed before it has then left
     * the source, which keeps the order of commits.
     */
    void once(boolean measured) throws SQLException {
        int number = ++sequence;
        long customer = 1L + number % Workload.RESERVED_CUSTOMERS;
        String email = "probe" + number + "@example.com";
        try (PreparedStatement update =
                db2.prepareStatement("UPDATE BANK.CUSTOMER SET EMAIL = ? WHERE CUSTOMER_ID = ?")) {
            update.setString(1, email);
            update.setLong(2, customer);
            update.executeUpdate();
        }
        long committed = System.nanoTime();
        List<Future<?>> seen = new ArrayList<>();
        for (StoreRows store : stores) {
            seen.add(readers.submit(() -> {
                long visible = awaitEmail(store, customer, email, committed);
                if (measured) {
                    Objects.requireNonNull(samples.get(store.name())).add(visible - committed);
                }
            }));
        }
        try {
            for (Future<?> one : seen) {
                one.get(LIMIT.toSeconds() + 5, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("A store does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long awaitEmail(StoreRows store, long customer, String email, long committed) {
        while (!email.equals(store.email(customer))) {
            if (System.nanoTime() - committed > LIMIT.toNanos()) {
                throw new IllegalStateException(
                        store.name() + " does not show a change " + LIMIT.toSeconds() + " s after its commit");
            }
            LockSupport.parkNanos(BETWEEN_READS);
        }
        return System.nanoTime();
    }

    /** Returns what was measured for a store so far. */
    Figures figures(String store) {
        List<Long> all = Objects.requireNonNull(samples.get(store));
        List<Long> sorted;
        synchronized (all) {
            sorted = new ArrayList<>(all);
        }
        Collections.sort(sorted);
        if (sorted.isEmpty()) {
            return new Figures(0, Double.NaN, Double.NaN);
        }
        return new Figures(sorted.size(), percentile(sorted, 0.50), percentile(sorted, 0.99));
    }

    private static double percentile(List<Long> sorted, double part) {
        int index = (int) Math.ceil(part * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }

    /** Stops measuring; the change under way is waited for. */
    void stop(Future<?> measuring) {
        stopped.set(true);
        try {
            measuring.get(LIMIT.toSeconds() + 10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The latency probe does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        stopped.set(true);
        prober.shutdownNow();
        readers.shutdownNow();
        db2.close();
    }
}
