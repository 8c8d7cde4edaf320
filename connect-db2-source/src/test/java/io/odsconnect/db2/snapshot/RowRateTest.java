package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RowRateTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final RowRate rate = new RowRate(100, lock, changed, nanos::get);

    private CompletableFuture<Boolean> taking(int rows) {
        return CompletableFuture.supplyAsync(() -> rate.take(rows, wanted::get));
    }

    private void awaitWaiting() {
        Awaitility.await().until(() -> {
            lock.lock();
            try {
                return lock.hasWaiters(changed);
            } finally {
                lock.unlock();
            }
        });
    }

    private void at(long millis) {
        nanos.set(TimeUnit.MILLISECONDS.toNanos(millis) - 5);
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void rowsAreReadWhenThoseBeforeHaveHadTheirTime() {
        assertThat(rate.take(50, wanted::get)).isTrue();
        CompletableFuture<Boolean> next = taking(1);
        awaitWaiting();
        at(499);
        assertThat(next).isNotDone();
        at(500);
        assertThat(next.join()).isTrue();
    }

    @Test
    void rowsThatWereNotThereTakeNoTime() {
        assertThat(rate.take(100, wanted::get)).isTrue();
        CompletableFuture<Boolean> next = taking(1);
        awaitWaiting();
        rate.giveBack(100);
        assertThat(next.join()).isTrue();
    }

    @Test
    void timeInWhichNothingWasReadIsNotSaved() {
        at(60_000);
        assertThat(rate.take(100, wanted::get)).isTrue();
        CompletableFuture<Boolean> next = taking(1);
        awaitWaiting();
        at(61_000);
        assertThat(next.join()).isTrue();
    }

    @Test
    void nobodyWaitsForRowsThatAreNotWantedAnyMore() {
        assertThat(rate.take(100_000, wanted::get)).isTrue();
        CompletableFuture<Boolean> next = taking(1);
        awaitWaiting();
        wanted.set(false);
        signal();
        assertThat(next.join()).isFalse();
    }
}
