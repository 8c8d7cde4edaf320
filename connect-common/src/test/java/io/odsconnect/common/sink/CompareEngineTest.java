package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.CompareFixture.COMPARE_TOPIC;
import static io.odsconnect.common.sink.CompareFixture.FIRST;
import static io.odsconnect.common.sink.CompareFixture.marker;
import static io.odsconnect.common.sink.CompareFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class CompareEngineTest {

    private static final Columns COLUMNS = Columns.of(List.of("ID", "NAME"));

    private static void store(CompareFixture fixture, String id, String name, long position) {
        fixture.store.tamper(id, new MemoryStore.Cell(Row.of(COLUMNS, new Object[] {id, name}), position));
    }

    private static void mark(CompareFixture fixture, String id, long position) {
        fixture.store.tamper(id, new MemoryStore.Cell(null, position));
    }

    @Test
    void aStoreThatHoldsTheTableIsEqualAndOffsetsWaitForTheReport() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 2);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 20);
        mark(fixture, "gone", 30);
        fixture.reports.holdsBack = true;
        fixture.put(row("r1", 0, 5, "1", "a", FIRST), row("r1", 1, 7, "2", "b", FIRST), marker("r1", 6, 2));
        fixture.pass(100);
        assertThat(fixture.state("r1")).isEqualTo("equal");
        assertThat(fixture.count("r1", "match")).isEqualTo(2);
        assertThat(fixture.findings("r1")).isEmpty();
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(5);
        assertThat(fixture.committable(COMPARE_TOPIC, 1)).isEqualTo(7);

        fixture.reports.holdsBack = false;
        fixture.pass(100);
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(7);
        assertThat(fixture.committable(COMPARE_TOPIC, 1)).isEqualTo(8);
        assertThat(fixture.store.log).isEmpty();
    }

    @Test
    void eachKindOfDamageIsFoundOnceItIsConfirmedAndNothingIsWritten() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "altered", 10);
        store(fixture, "3", "only here", 30);
        mark(fixture, "4", FIRST - 1);
        store(fixture, "5", "changed since", FIRST + 1);
        mark(fixture, "6", FIRST);
        store(fixture, "7", "came since", FIRST + 50);
        fixture.put(
                row("r1", 0, 0, "1", "a", FIRST),
                row("r1", 0, 1, "2", "b", FIRST),
                row("r1", 0, 2, "4", "d", FIRST),
                row("r1", 0, 3, "5", "e", FIRST),
                row("r1", 0, 4, "6", "f", FIRST),
                marker("r1", 5, 5));
        fixture.pass(900);
        assertThat(fixture.findings("r1")).as("before they are confirmed").isEmpty();
        fixture.pass(3000);
        assertThat(fixture.state("r1")).isEqualTo("different");
        assertThat(fixture.findings("r1"))
                .containsExactly("different 1 [NAME]", "extra 3 []", "missing 2 []", "missing 4 []");
        assertThat(fixture.count("r1", "newer")).isEqualTo(2);
        assertThat(fixture.store.log).isEmpty();
        assertThat(fixture.reports.latest.values()).noneMatch(json -> json.contains("altered"));
    }

    @Test
    void whatIsOnItsWayIsNoFinding() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "old", 10);
        store(fixture, "3", "about to be deleted", 30);
        fixture.put(row("r1", 0, 0, "1", "new", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(500);
        store(fixture, "1", "new", 900);
        store(fixture, "2", "b", 900);
        fixture.pass(500);
        mark(fixture, "3", 999);
        fixture.pass(3000);
        assertThat(fixture.state("r1")).isEqualTo("equal");
        assertThat(fixture.count("r1", "match")).isEqualTo(2);
    }

    @Test
    void aRunWhoseMarkerNeverComesEndsAsIncompleteOnceNothingHasComeForLong() {
        CompareFixture fixture = new CompareFixture("compare.end.wait.ms", "20000");
        fixture.open(COMPARE_TOPIC, 2);
        store(fixture, "1", "altered", 10);
        store(fixture, "2", "b", 10);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST));
        fixture.pass(15_000);
        fixture.put(row("r1", 1, 0, "2", "b", FIRST));
        fixture.pass(19_000);
        assertThat(fixture.state("r1")).isEqualTo("running");
        fixture.pass(2_000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.report("r1")).contains("The marker of the table's end has not come");
        assertThat(fixture.findings("r1")).containsExactly("different 1 [NAME]");
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(1);
        fixture.put(row("r2", 0, 1, "2", "b", FIRST), marker("r2", 2, 1));
        fixture.pass(100);
        assertThat(fixture.state("r2")).as("the next run").isNotEmpty();
    }

    @Test
    void rowsThatWereLostOnTheWayMakeTheRunIncompleteAndNoExtraRows() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 2);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 10);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 2));
        fixture.pass(2000);
        assertThat(fixture.state("r1")).isEqualTo("running");
        fixture.pass(2000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.findings("r1")).isEmpty();
        assertThat(fixture.report("r1")).contains("Of 2 rows that the source has sent, 1 came");
    }

    @Test
    void theRowsOfOtherPartitionsMayComeAfterTheMarker() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 2);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 10);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 2));
        fixture.pass(500);
        fixture.put(row("r1", 1, 0, "2", "b", FIRST));
        fixture.pass(200);
        assertThat(fixture.state("r1")).isEqualTo("equal");
    }

    @Test
    void transformsMayDropRowsWhereThatIsSaid() {
        CompareFixture fixture = new CompareFixture("compare.allow.dropped.rows", "true");
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        fixture.put(
                row("r1", 0, 0, "1", "a", FIRST),
                marker("r1", 1, new RunMarker("BANK", "CARD", 3, 4, FIRST, FIRST, false)));
        fixture.pass(4000);
        assertThat(fixture.state("r1")).isEqualTo("equal");
    }

    @Test
    void aFilteredRunLooksForNoExtraRows() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "not asked for", 10);
        fixture.put(
                row("r1", 0, 0, "1", "a", FIRST),
                marker("r1", 1, new RunMarker("BANK", "CARD", 1, 0, FIRST, FIRST, true)));
        fixture.pass(4000);
        assertThat(fixture.state("r1")).isEqualTo("equal");
        assertThat(fixture.comparer.pages).isZero();
    }

    @Test
    void aRunThatAnotherReplacesIsIncompleteAndTheOtherIsComparedThen() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 2);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 10);
        // Partition 1 is read ahead: the run there is not known to have replaced the other.
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r2", 1, 0, "2", "b", FIRST));
        fixture.pass(100);
        assertThat(fixture.state("r1")).isEqualTo("running");
        assertThat(fixture.context.paused()).containsExactly(new TopicPartition(COMPARE_TOPIC, 1));
        fixture.put(row("r2", 0, 1, "1", "a", FIRST), marker("r2", 2, 2));
        fixture.pass(400);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.report("r1")).contains("Run r2 has begun");
        assertThat(fixture.state("r2")).isEqualTo("equal");
        assertThat(fixture.context.paused()).isEmpty();
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(3);
    }

    @Test
    void runsThatFollowEachOtherAreComparedOneAfterTheOther() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        fixture.put(
                row("r1", 0, 0, "1", "wrong", FIRST),
                marker("r1", 1, 1),
                row("r2", 0, 2, "1", "a", FIRST + 10),
                marker("r2", 3, 1));
        fixture.pass(500);
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isZero();
        fixture.pass(3000);
        assertThat(fixture.state("r1")).isEqualTo("different");
        assertThat(fixture.state("r2")).isEqualTo("equal");
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(4);
    }

    @Test
    void aRecordThatCannotBeReadIsNamedAndNoRowIsExtraForIt() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 10);
        fixture.store.refuseToMap("2");
        fixture.put(
                row("r1", 0, 0, "1", "a", FIRST),
                row("r1", 0, 1, "2", "b", FIRST),
                CompareFixture.of("r1", new SinkRecord(COMPARE_TOPIC, 0, null, null, null, "no row", 2)),
                marker("r1", 3, 3));
        fixture.pass(4000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.count("r1", "unreadable")).isEqualTo(2);
        assertThat(fixture.findings("r1")).containsExactly("unconfirmed 2 []", "unreadable  []", "unreadable  []");
        assertThat(fixture.reports.latest.values())
                .anyMatch(json -> json.contains("\"kafka_partition\":0,\"kafka_offset\":1")
                        && json.contains("The column NAME does not fit"));
    }

    @Test
    void theRunGoesOnAfterAnOutageOfTheStore() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        store(fixture, "3", "only here", 10);
        fixture.comparer.away = true;
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(5000);
        assertThat(fixture.state("r1")).isEqualTo("running");
        fixture.comparer.away = false;
        fixture.pass(1100);
        fixture.comparer.away = true;
        fixture.pass(5000);
        fixture.comparer.away = false;
        fixture.pass(5000);
        assertThat(fixture.findings("r1")).containsExactly("extra 3 []", "missing 2 []");
        assertThat(fixture.state("r1")).isEqualTo("different");
    }

    @Test
    void redeliveryCountsNoRowTwiceAndWhatIsOverStaysSo() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST));
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(3000);
        assertThat(fixture.findings("r1")).containsExactly("missing 2 []");
        assertThat(fixture.count("r1", "match")).isEqualTo(1);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(3000);
        assertThat(fixture.state("r1")).isEqualTo("different");
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(3);
        assertThat(fixture.engine.runsUnderWay()).isZero();
    }

    @Test
    void aRunOfWhichAPartitionGoesBeginsAgainFromItsFirstRecord() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 2);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 10);
        TopicPartition gone = new TopicPartition(COMPARE_TOPIC, 1);
        fixture.put(row("r1", 0, 3, "1", "a", FIRST), row("r1", 1, 4, "2", "b", FIRST));
        fixture.engine.close(List.of(gone));
        assertThat(fixture.context.sought).containsEntry(new TopicPartition(COMPARE_TOPIC, 0), 3L);
        fixture.engine.open(List.of(gone));
        fixture.put(row("r1", 0, 3, "1", "a", FIRST), row("r1", 1, 4, "2", "b", FIRST), marker("r1", 4, 2));
        fixture.pass(500);
        assertThat(fixture.state("r1")).isEqualTo("equal");
        assertThat(fixture.count("r1", "match")).isEqualTo(2);
    }

    @Test
    void aStoreThatCannotTellDeletesNeedsTheChangeTopicToCallARowMissing() {
        CompareFixture alone = new CompareFixture();
        alone.comparer.knowsDeletes = false;
        alone.open(COMPARE_TOPIC, 1);
        alone.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 1));
        alone.pass(4000);
        assertThat(alone.findings("r1")).containsExactly("unconfirmed 1 []");
        assertThat(alone.state("r1")).isEqualTo("incomplete");

        CompareFixture fixture = new CompareFixture();
        fixture.comparer.knowsDeletes = false;
        fixture.open(COMPARE_TOPIC, 1);
        fixture.open(Records.TOPIC, 1);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(1500);
        assertThat(fixture.findings("r1")).isEmpty();
        SinkRecord delete = Records.delete(0, 0, "1", FIRST + 5);
        fixture.put(delete.newRecord(
                delete.topic(), 0, null, delete.key(), null, delete.value(), fixture.wallMillis, delete.headers()));
        fixture.pass(1500);
        assertThat(fixture.findings("r1")).containsExactly("missing 2 []");
        assertThat(fixture.count("r1", "newer")).isEqualTo(1);
        assertThat(fixture.committable(Records.TOPIC, 0)).isNull();
        assertThat(fixture.store.log).isEmpty();
    }

    @Test
    void repairMendsByTheGuardedPathAndASecondRunFindsNothing() {
        CompareFixture fixture = new CompareFixture("sink.mode", "repair");
        fixture.store.answerAtOnce();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "altered", 10);
        store(fixture, "3", "only here", 30);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(4000);
        assertThat(fixture.state("r1")).isEqualTo("different");
        assertThat(fixture.report("r1")).contains("\"planned\":3,\"repaired\":3");
        assertThat(fixture.store.rows().keySet()).containsExactly("1", "2");
        assertThat(fixture.reports.latest.values())
                .filteredOn(json -> json.contains("\"repair\":\"repaired\""))
                .hasSize(3);
        fixture.put(row("r2", 0, 3, "1", "a", FIRST + 10), row("r2", 0, 4, "2", "b", FIRST + 10), marker("r2", 5, 2));
        fixture.pass(500);
        assertThat(fixture.state("r2")).isEqualTo("equal");
    }

    @Test
    void repairNeverOverwritesAChangeThatArrivesMeanwhile() {
        CompareFixture fixture = new CompareFixture("sink.mode", "repair");
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "3", "only here", 30);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 1));
        fixture.pass(4000);
        assertThat(fixture.store.calls).hasSize(1);
        store(fixture, "1", "newer", FIRST + 7);
        store(fixture, "3", "newer", FIRST + 8);
        fixture.store.calls.get(0).succeed();
        fixture.pass(200);
        assertThat(fixture.report("r1")).contains("\"repaired\":0,\"newer\":2");
        assertThat(fixture.store.rows().keySet()).containsExactly("1", "3");
    }

    @Test
    void moreThanMayBeRepairedIsCountedAndNothingIsWritten() {
        CompareFixture fixture = new CompareFixture("sink.mode", "repair", "repair.max.rows", "2");
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "3", "only here", 30);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(4000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.report("r1"))
                .contains("Nothing was repaired: 3 rows")
                .contains("\"repaired\":0");
        assertThat(fixture.store.log).isEmpty();
    }

    @Test
    void aDryRunWritesNothingAndTellsWhatItWould() {
        CompareFixture fixture = new CompareFixture("sink.mode", "repair", "repair.dry.run", "true");
        fixture.open(COMPARE_TOPIC, 1);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 1));
        fixture.pass(4000);
        assertThat(fixture.state("r1")).isEqualTo("different");
        assertThat(fixture.report("r1")).contains("\"dry_run\":true,\"planned\":1,\"repaired\":0");
        assertThat(fixture.reports.latest.values()).anyMatch(json -> json.contains("\"repair\":\"dry_run\""));
        assertThat(fixture.store.log).isEmpty();
    }

    @Test
    void findingsAreBoundedAndNameKeysByDigestWhereThatIsSet() {
        CompareFixture fixture = new CompareFixture("findings.max", "1", "findings.keys", "digest");
        fixture.open(COMPARE_TOPIC, 1);
        fixture.put(row("r1", 0, 0, "4111", "a", FIRST), row("r1", 0, 1, "4222", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(4000);
        assertThat(fixture.count("r1", "missing")).isEqualTo(2);
        assertThat(fixture.findings("r1")).hasSize(1);
        assertThat(fixture.reports.latest.values()).noneMatch(json -> json.contains("4111") || json.contains("4222"));
        assertThat(fixture.reports.latest.values()).anyMatch(json -> json.contains("\"key_sha256\":\""));
    }

    @Test
    void aScanThatIsNotPossibleIsTold() {
        CompareFixture fixture = new CompareFixture();
        fixture.comparer.noScan = "key.template begins with a header";
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 1));
        fixture.pass(500);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.report("r1")).contains("key.template begins with a header");
    }

    @Test
    void readsAreSpreadWhereThereIsALimit() {
        CompareFixture fixture = new CompareFixture("compare.rate.limit", "10", "batch.size", "10");
        fixture.open(COMPARE_TOPIC, 1);
        SinkRecord[] rows = new SinkRecord[41];
        for (int i = 0; i < 40; i++) {
            store(fixture, "1" + i, "a", 10);
            rows[i] = row("r1", 0, i, "1" + i, "a", FIRST);
        }
        rows[40] = marker("r1", 40, 40);
        fixture.put(rows);
        fixture.pass(1500);
        assertThat(fixture.comparer.compares).isLessThanOrEqualTo(2);
        fixture.pass(20_000);
        assertThat(fixture.state("r1")).isEqualTo("equal");
    }

    @Test
    void aRunThatHasEndedDoesNotBeginAgainWhenTheSourceSendsItsTailOnceMore() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "b", 20);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), row("r1", 0, 1, "2", "b", FIRST), marker("r1", 2, 2));
        fixture.pass(200);
        assertThat(fixture.state("r1")).isEqualTo("equal");
        fixture.put(row("r1", 0, 3, "2", "b", FIRST), marker("r1", 4, 2));
        fixture.pass(5000);
        assertThat(fixture.state("r1")).isEqualTo("equal");
        assertThat(fixture.findings("r1")).isEmpty();
        assertThat(fixture.committable(COMPARE_TOPIC, 0)).isEqualTo(5);
    }

    @Test
    void positionsOfAnotherClockThanTheSourcesMakeTheRunIncompleteAndNoExtraRows() {
        CompareFixture fixture = new CompareFixture();
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 3);
        store(fixture, "2", "of a later change", 7);
        fixture.put(row("r1", 0, 0, "1", "a", 3), marker("r1", 1, 1));
        fixture.pass(5000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.report("r1")).contains("position.from=auto");
        assertThat(fixture.findings("r1")).isEmpty();
    }

    @Test
    void aRowWhosePositionTheStoreHidesIsNoCertainExtra() {
        CompareFixture fixture = new CompareFixture();
        fixture.comparer.hidesPositions = true;
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "perhaps newer", ChangeEvent.NO_POSITION);
        fixture.put(row("r1", 0, 0, "1", "a", FIRST), marker("r1", 1, 1));
        fixture.pass(5000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.findings("r1")).containsExactly("unconfirmed 2 []");
    }

    @Test
    void whereRowsMayHaveBeenDroppedNoRowIsACertainExtra() {
        CompareFixture fixture = new CompareFixture("compare.allow.dropped.rows", "true");
        fixture.open(COMPARE_TOPIC, 1);
        store(fixture, "1", "a", 10);
        store(fixture, "2", "perhaps dropped", 10);
        fixture.put(
                row("r1", 0, 0, "1", "a", FIRST),
                marker("r1", 1, new RunMarker("BANK", "CARD", 1, 1, FIRST, FIRST, false)));
        fixture.pass(9000);
        assertThat(fixture.state("r1")).isEqualTo("incomplete");
        assertThat(fixture.findings("r1")).containsExactly("unconfirmed 2 []");
    }
}
