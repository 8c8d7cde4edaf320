package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.TaskBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Partitions that come and go, and tasks that end in the middle. */
abstract class AssignmentCases extends SinkCases {

    AssignmentCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void whatACrashLeftUndoneIsDoneAgain() {
        SinkTaskDriver task = task();
        task.put(adds(0, 1000));
        task.commit();
        task.crashAndRestart(100);
        task.flush();

        assertThat(cards()).hasSize(1000);
    }

    /** Without the guard, so that a late write of the first task would be seen. */
    @Test
    void aTaskThatLosesAPartitionWritesNothingOfItAnyMoreAndTheNextGoesOn() {
        SinkTaskDriver first = task("position.guard", "false", "batch.size", "10", "max.in.flight.batches", "1");
        TaskBean firstMetrics = metrics();
        proxy.latency(Duration.ofMillis(50));
        List<SinkRecord> records = new ArrayList<>(adds(0, 500));
        first.put(records);
        long committed = first.revoke(CARDS);
        assertThat(committed).isLessThan(500);

        SinkTaskDriver second = directTask("position.guard", "false");
        for (long id = 0; id < 500; id++) {
            records.add(cards.updateWithoutBefore(5000 + id, card(id, "new")));
        }
        second.put(records.subList((int) committed, records.size()));
        second.flush();
        // What the first task has dropped it cannot write.
        assertThat(firstMetrics.value("open-writes")).isZero();
        first.flush();

        assertThat(cards()).hasSize(500);
        assertThat(cards().values()).allSatisfy(row -> assertThat(row).containsEntry("NAME", "new"));
    }

    @Test
    void aPartitionThatComesBackIsGoneOnWithFromWhatWasCommitted() {
        SinkTaskDriver task = task("batch.size", "10");
        List<SinkRecord> records = adds(0, 500);
        task.put(records);
        task.put(entries.add(10, entries.row("ACCOUNT", 1, "SEQ", 1, "NOTE", "a")));
        long committed = task.revoke(CARDS);
        task.put(records.subList((int) committed, records.size()));
        task.flush();

        assertThat(task.committed(CARDS)).isEqualTo(500);
        assertThat(cards()).hasSize(500);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void partitionsThatWerePausedAndComeBackAreGoneOnWith() {
        SinkTaskDriver task = task("batch.size", "5", "buffer.max.records", "10");
        task.put(adds(0, 10));
        task.flush();
        proxy.down();
        List<SinkRecord> records = adds(10, 60);
        task.put(records);
        await().atMost(LIMIT).pollInSameThread().until(() -> {
            task.poll();
            return task.isPaused();
        });
        long committed = task.revoke(CARDS);
        // A worker polls while its group is still about to share the partitions out, and then nothing is open.
        task.poll();
        proxy.up();
        task.put(records.subList((int) committed - 10, records.size()));
        await().atMost(LIMIT).pollInSameThread().until(() -> {
            task.poll();
            return !task.isPaused();
        });
        task.flush();

        assertThat(cards()).hasSize(60);
    }
}
