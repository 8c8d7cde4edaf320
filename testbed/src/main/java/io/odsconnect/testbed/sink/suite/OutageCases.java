package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A store that is away, slow or cut off. What is stored is asked of it directly; only the task is behind the proxy. */
abstract class OutageCases extends SinkCases {

    OutageCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void aTaskWhoseStoreIsAwayPausesAndCommitsNothingAndGoesOnWhenItIsBack() {
        SinkTaskDriver task = task("batch.size", "5", "buffer.max.records", "10");
        task.put(adds(0, 10));
        task.flush();
        proxy.down();
        task.put(adds(10, 40));
        awaiting().until(() -> {
            task.poll();
            task.commit();
            return task.isPaused() && metrics().value("paused") == 1 && failures() > 0;
        });
        assertThat(task.committed(CARDS)).isEqualTo(10);
        assertThat(cards()).hasSize(10);

        proxy.up();
        awaiting().until(() -> {
            task.poll();
            return !task.isPaused();
        });
        task.put(adds(40, 50));
        task.flush();
        assertThat(cards()).hasSize(50).containsEntry("39", stored(39, "n39"));
        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(metrics().value("retried-total")).isPositive();
        assertThat(metrics().value("paused")).isZero();
    }

    @Test
    void aTaskThatStartsWhileTheStoreIsAwayWaitsForIt() {
        proxy.down();
        SinkTaskDriver task = task();
        task.put(adds(0, 10));
        awaiting().until(() -> {
            task.poll();
            task.commit();
            return failures() > 0 || task.isPaused();
        });
        assertThat(task.committed(CARDS)).isZero();

        proxy.up();
        task.flush();
        assertThat(cards()).hasSize(10);
    }

    @Test
    void offsetsStopBeforeTheFirstRecordThatIsNotAcknowledgedThoughLaterOnesAre() {
        SinkTaskDriver task = task();
        List<SinkRecord> adds = adds(0, 4);
        task.put(adds.subList(0, 2));
        task.flush();
        proxy.down();
        // The bad one is done as soon as it is set aside, and needs no store for that.
        task.put(adds.get(2), adds.get(3), badAfter(adds.get(3)));
        awaiting().until(() -> {
            task.poll();
            task.commit();
            return failures() > 0;
        });
        assertThat(task.deadLetters()).hasSize(1);
        assertThat(task.committed(CARDS)).isEqualTo(2);

        proxy.up();
        task.flush();
        assertThat(task.committed(CARDS)).isEqualTo(5);
        assertThat(cards()).hasSize(4);
    }

    @Test
    void theOrderOfARowIsKeptThroughAnOutageAlsoWithoutTheGuard() {
        SinkTaskDriver task = task("position.guard", "false", "batch.size", "5");
        task.put(adds(0, 20));
        proxy.down();
        for (int change = 0; change < 5; change++) {
            for (long id = 0; id < 20; id++) {
                task.put(cards.updateWithoutBefore(5000, card(id, "change " + change)));
            }
        }
        proxy.up();
        task.flush();

        assertThat(cards()).hasSize(20);
        assertThat(cards().values()).allSatisfy(row -> assertThat(row).containsEntry("NAME", "change 4"));
    }

    @Test
    void aBatchThatWasAppliedButNotAcknowledgedIsWrittenAgain() {
        SinkTaskDriver task = task("batch.size", "20");
        task.put(adds(0, 20));
        task.flush();
        for (int bytes : new int[] {0, 1, 30}) {
            proxy.cutAfter(Direction.TO_CLIENT, bytes);
            for (long id = 0; id < 20; id++) {
                task.put(cards.updateWithoutBefore(2000 + bytes, card(id, "after " + bytes)));
            }
            task.flush();
            assertThat(proxy.isCutDue(Direction.TO_CLIENT)).isFalse();
            assertThat(cards().values()).allSatisfy(row -> assertThat(row).containsEntry("NAME", "after " + bytes));
        }
        assertThat(task.deadLetterReasons()).isEmpty();
    }

    @Test
    void aBatchThatIsCutOnItsWayIsWrittenWhole() {
        SinkTaskDriver task = task("batch.size", "50");
        task.put(adds(0, 1));
        task.flush();
        proxy.cutAfter(Direction.TO_SERVER, 700);
        task.put(adds(1, 101));
        task.flush();

        assertThat(proxy.isCutDue(Direction.TO_SERVER)).isFalse();
        assertThat(cards()).hasSize(101);
        assertThat(task.deadLetterReasons()).isEmpty();
    }

    @Test
    void aStoreThatSaysNothingIsAskedAgainAndLosesNothing() {
        SinkTaskDriver task = task();
        task.put(adds(0, 10));
        task.flush();
        proxy.stall();
        task.put(adds(10, 20));
        task.put(cards.delete(3000, card(3, "n3")));
        awaiting().until(() -> {
            task.poll();
            task.commit();
            return failures() > 0;
        });
        assertThat(task.committed(CARDS)).isEqualTo(10);

        proxy.flow();
        task.flush();
        assertThat(cards()).hasSize(19).doesNotContainKey("3");
        assertThat(task.deadLetterReasons()).isEmpty();
    }

    private double failures() {
        return metrics().value("batches-failed-total") + metrics().value("retried-total");
    }

    private static SinkRecord badAfter(SinkRecord last) {
        return new SinkRecord(last.topic(), 0, null, null, null, "no row", last.kafkaOffset() + 1);
    }

    /** A task is for one thread only. */
    private static ConditionFactory awaiting() {
        return await().atMost(LIMIT).pollInSameThread();
    }
}
