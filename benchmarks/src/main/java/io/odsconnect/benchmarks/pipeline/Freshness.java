package io.odsconnect.benchmarks.pipeline;

import io.odsconnect.testbed.redis.RedisTalk;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** How long after its commit a change is visible in the store, while other changes are committed at a steady rate. */
final class Freshness {

    private static final int PER_COMMIT = 4;
    private static final int BACKGROUND_ROWS = 10_000;
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String UPDATE = "UPDATE BENCH.CARD SET DAILY_LIMIT = ? WHERE CARD_NO = ?";

    private final Servers servers;
    private final int rate;
    private final int rows;

    /** Takes the changes a second, besides the few that are measured; the table needs two rows. */
    Freshness(Servers servers, int rate, int rows) {
        this.servers = servers;
        this.rate = rate;
        this.rows = rows;
    }

    /** Measures for so many seconds, of which the first third does not count; returns a line. */
    String measure(int seconds) throws SQLException, InterruptedException, ExecutionException {
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try (Connection connection = servers.connect();
                PreparedStatement update = connection.prepareStatement(UPDATE);
                RedisTalk store = servers.talk()) {
            Future<Double> writing = writer.submit(() -> write(ended));
            List<Double> millis = new ArrayList<>();
            long begin = System.nanoTime();
            long counted = begin + TimeUnit.SECONDS.toNanos(seconds) / 3;
            for (int number = 1; System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds); number++) {
                update.setBigDecimal(1, BigDecimal.valueOf(number, 2));
                update.setString(2, CardTable.cardNumber(0));
                update.executeUpdate();
                long committed = System.nanoTime();
                String expected = BigDecimal.valueOf(number, 2).toPlainString();
                while (!expected.equals(store.text("HGET", "card:" + CardTable.accountNumber(0), "DAILY_LIMIT"))) {
                    if (System.nanoTime() - committed > LIMIT_NANOS) {
                        throw new IllegalStateException("The store does not show a change a minute after its commit");
                    }
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                if (committed > counted) {
                    millis.add((System.nanoTime() - committed) / 1e6);
                }
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
            ended.set(true);
            double reached = writing.get();
            Collections.sort(millis);
            return String.format(
                    Locale.ROOT,
                    "%,.0f changes/s, %d a commit: commit to visible p50 %.0f ms, p99 %.0f ms, %d samples",
                    reached,
                    PER_COMMIT,
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() * 99 / 100),
                    millis.size());
        } finally {
            ended.set(true);
            writer.shutdownNow();
        }
    }

    private double write(AtomicBoolean ended) throws SQLException {
        long begin = System.nanoTime();
        int changes = 0;
        try (Connection connection = servers.connect();
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            connection.setAutoCommit(false);
            while (!ended.get()) {
                update.setBigDecimal(1, BigDecimal.valueOf(changes, 2));
                update.setString(2, CardTable.cardNumber(1 + changes % Math.min(rows - 1, BACKGROUND_ROWS)));
                update.executeUpdate();
                changes++;
                if (changes % PER_COMMIT == 0) {
                    connection.commit();
                    LockSupport.parkNanos(begin + changes * 1_000_000_000L / rate - System.nanoTime());
                }
            }
            connection.commit();
        }
        return changes / ((System.nanoTime() - begin) / 1e9);
    }
}
