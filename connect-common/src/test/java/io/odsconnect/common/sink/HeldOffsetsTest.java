package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Offsets of writes that a server may lose by a crash though it has acknowledged them. */
class HeldOffsetsTest {

    private static final TopicPartition PARTITION = new TopicPartition(Records.TOPIC, 0);

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void anOffsetIsCommittedOnceItHasBeenAcknowledgedForTheTimeThatAServerMayLose() {
        fixture.store.lossWindowMillis = 1000;
        putAndAcknowledge(0, 10);
        assertThat(committable(10)).isNull();
        fixture.clock.advanceMillis(600);
        putAndAcknowledge(10, 20);
        fixture.clock.advanceMillis(399);
        assertThat(committable(20)).isNull();
        fixture.clock.advanceMillis(1);
        assertThat(committable(20)).isEqualTo(10);
        fixture.clock.advanceMillis(600);
        assertThat(committable(20)).isEqualTo(20);
        assertThat(committable(20)).isEqualTo(20);
    }

    @Test
    void withoutSuchATimeItIsCommittedAtOnce() {
        putAndAcknowledge(0, 10);

        assertThat(committable(10)).isEqualTo(10);
    }

    @Test
    void whatKeepsComingDoesNotKeepOffsetsFromBeingCommitted() {
        fixture.store.lossWindowMillis = 1000;
        for (int i = 0; i < 300; i++) {
            putAndAcknowledge(i, i + 1);
            fixture.clock.advanceMillis(10);
        }

        Long committable = committable(300);
        assertThat(committable).isNotNull();
        assertThat((long) committable).isBetween(190L, 200L);
    }

    @Test
    void whatWasHeldBackComesAgainOnceAServerWasAway() {
        fixture.store.lossWindowMillis = 1000;
        putAndAcknowledge(0, 10);
        fixture.clock.advanceMillis(1000);
        putAndAcknowledge(10, 20);
        assertThat(fixture.engine.lostFrom()).isEmpty();

        fixture.store.lostWrites = true;
        assertThat(fixture.engine.lostFrom()).isEqualTo(Map.of(PARTITION, 10L));
        fixture.store.lostWrites = false;

        putAndAcknowledge(10, 15);
        fixture.clock.advanceMillis(999);
        assertThat(committable(15)).as("what comes again is held back anew").isIn(null, 10L);
        fixture.clock.advanceMillis(1);
        assertThat(committable(15)).isEqualTo(15);
    }

    @Test
    void whereNothingIsOldEnoughAllOfTheAssignmentComesAgain() {
        fixture.store.lossWindowMillis = 1000;
        putAndAcknowledge(7, 10);
        fixture.store.lostWrites = true;

        assertThat(fixture.engine.lostFrom()).isEqualTo(Map.of(PARTITION, 7L));
    }

    @Test
    void anOffsetThatIsOldEnoughIsNotCommittedBeforeItIsAudited() {
        FakeAuditLog audit = new FakeAuditLog();
        EngineFixture audited = new EngineFixture(audit);
        audited.store.lossWindowMillis = 1000;
        audited.put(Records.put(0, 0, "1", "name", 100));
        audited.succeedAll();
        audited.engine.look(false, false);
        audited.clock.advanceMillis(2000);
        assertThat(audited.committable(Records.TOPIC, 0, 1)).isNull();

        audit.acknowledgeAll();
        audited.committable(Records.TOPIC, 0, 1);
        audited.clock.advanceMillis(2000);
        assertThat(audited.committable(Records.TOPIC, 0, 1)).isEqualTo(1);
    }

    private void putAndAcknowledge(int from, int to) {
        for (int offset = from; offset < to; offset++) {
            fixture.put(Records.event(
                    Records.TOPIC, 0, offset, "c", null, Records.row("row " + offset, "name"), 100L + offset));
        }
        fixture.succeedAll();
        fixture.engine.look(false, false);
    }

    private @Nullable Long committable(long consumed) {
        return fixture.committable(Records.TOPIC, 0, consumed);
    }
}
