package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchemaReadsTest {

    private final List<CompletableFuture<String>> readings = new ArrayList<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final List<Long> waits = new ArrayList<>();
    private long now;

    private final SchemaReads reads = new SchemaReads(
            () -> {
                CompletableFuture<String> reading = new CompletableFuture<>();
                readings.add(reading);
                return reading;
            },
            () -> now,
            nanos -> {
                waits.add(TimeUnit.NANOSECONDS.toMillis(nanos));
                return due::add;
            });

    @Test
    void allWhoAskBeforeAReadingBeginsHaveTheSame() {
        CompletionStage<Void> first = reads.next();
        for (int i = 0; i < 1000; i++) {
            assertThat(reads.next()).isSameAs(first);
        }
        begin();
        assertThat(first).isNotDone();
        readings.get(0).complete("schema");

        assertThat(first).isCompleted();
        assertThat(readings).hasSize(1);
    }

    /** One that is under way may have seen the table as it was before it refused the row. */
    @Test
    void whoAsksWhileOneIsUnderWayHasTheNextWhichWaitsAWhile() {
        CompletionStage<Void> first = reads.next();
        begin();
        CompletionStage<Void> second = reads.next();
        assertThat(second).isNotSameAs(first);
        readings.get(0).complete("schema");
        assertThat(second).isNotDone();
        begin();
        readings.get(1).complete("schema");

        assertThat(second).isCompleted();
        assertThat(waits).containsExactly(0L, 500L);
    }

    @Test
    void whoAsksLongAfterTheLastWaitsForNothing() {
        finish(reads.next());
        now += TimeUnit.MILLISECONDS.toNanos(200);
        finish(reads.next());
        now += TimeUnit.MINUTES.toNanos(1);
        finish(reads.next());

        assertThat(waits).containsExactly(0L, 300L, 0L);
    }

    @Test
    void aReadingThatFailsIsToldAndTheNextIsTried() {
        CompletionStage<Void> first = reads.next();
        begin();
        readings.get(0).completeExceptionally(new IllegalStateException("closed"));
        assertThat(first).isCompletedExceptionally();

        finish(reads.next());
    }

    private void finish(CompletionStage<Void> asked) {
        begin();
        readings.get(readings.size() - 1).complete("schema");
        assertThat(asked).isCompleted();
    }

    private void begin() {
        due.remove().run();
    }
}
