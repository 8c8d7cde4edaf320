package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that read tables to be compared with stores, asked for by the signal table. */
class CompareRunIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void signalTable() throws Exception {
        sql("CREATE TABLE COMPARED.SIGNAL (ID VARCHAR(42) NOT NULL PRIMARY KEY, TYPE VARCHAR(32) NOT NULL,"
                + " DATA VARCHAR(2048))");
        DB2.capture().register("COMPARED", "SIGNAL");
    }

    private static void table(String name, int rows) throws Exception {
        sql("CREATE TABLE COMPARED." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)");
        transaction(IntStream.range(0, rows)
                .mapToObj(i -> "INSERT INTO COMPARED." + name + " VALUES (" + i + ", " + i + ")")
                .toArray(String[]::new));
        DB2.capture().register("COMPARED", name);
    }

    private static Map<String, String> compared(String tables, String... options) {
        Map<String, String> config = config(
                tables,
                "snapshot.mode",
                "no_data",
                "signal.data.collection",
                "COMPARED.SIGNAL",
                "notification.sink.topic.name",
                "told",
                "heartbeat.interval.ms",
                "50");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return config;
    }

    /** Sends a signal and waits until Capture has it, so that the next look at the change tables finds it. */
    private static void signal(String id, String type, String data) throws Exception {
        sql("INSERT INTO COMPARED.SIGNAL VALUES ('" + id + "', '" + type + "', '" + data.replace("'", "''") + "')");
        DB2.capture().catchUp(LIMIT);
    }

    private static void compare(String id, String table, String... filter) throws Exception {
        signal(
                id,
                "execute-snapshot",
                "{\"type\": \"compare\", \"data-collections\": [\"COMPARED." + table + "\"]"
                        + (filter.length == 0
                                ? ""
                                : ", \"additional-conditions\": [{\"data-collection\": \"COMPARED." + table
                                        + "\", \"filter\": \"" + filter[0] + "\"}]")
                        + "}");
    }

    private static List<SourceRecord> of(Collection<SourceRecord> records, String topic) {
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    /** Returns the keys of the run's rows. */
    private static List<Integer> rows(Collection<SourceRecord> records, String run) {
        return records.stream()
                .filter(record -> record.value() != null && run.equals(CompareRunHeader.of(record.headers())))
                .map(record -> ((Struct) record.key()).getInt32("ID"))
                .toList();
    }

    /** Returns the run's markers. */
    private static List<RunMarker> markers(Collection<SourceRecord> records, String run) {
        return records.stream()
                .filter(record -> RunMarker.isMarker(record) && run.equals(CompareRunHeader.of(record.headers())))
                .map(record -> Objects.requireNonNull(RunMarker.of(record.headers())))
                .toList();
    }

    private static boolean told(List<SourceRecord> records, String type, String load) {
        return of(records, "told").stream()
                .map(Db2TestBase::value)
                .anyMatch(value -> value.getString("type").equals(type)
                        && load.equals(value.getMap("additional_data").get("load_id")));
    }

    private static List<Integer> to(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void aRunReadsTheTableToATopicOfItsOwnWhileChangesFlowAndEndsWithAMarker() throws Exception {
        table("CARD", 30);
        try (RunningTask task = RunningTask.acknowledged(
                compared("COMPARED\\.CARD", "max.batch.size", "4", "snapshot.chunk.size", "7"), new StoredOffsets())) {
            task.more(3);
            compare("cards-1", "CARD");
            task.until(records -> !rows(records, "cards-1").isEmpty());
            sql("UPDATE COMPARED.CARD SET V = 500 WHERE ID = 1");
            List<SourceRecord> records = List.copyOf(task.until(all -> told(all, "COMPLETED", "cards-1")
                    && !of(all, "ods.COMPARED.CARD").isEmpty()));
            assertThat(rows(records, "cards-1")).isEqualTo(to(30));
            List<SourceRecord> compared = of(records, "ods.COMPARED.CARD.compare");
            assertThat(compared.subList(0, 30)).allSatisfy(record -> {
                assertThat(op(record)).isEqualTo("r");
                assertThat(record.kafkaPartition()).isNull();
                assertThat(record.sourcePartition().get("cause")).isEqualTo("compare");
            });
            SourceRecord marker = compared.get(30);
            assertThat(RunMarker.isMarker(marker)).isTrue();
            assertThat(marker.kafkaPartition()).isZero();
            assertThat(compared).hasSize(31);
            assertThat(markers(records, "cards-1"))
                    .containsExactly(new RunMarker(
                            "COMPARED", "CARD", 30, 0, position(compared.get(0)), position(compared.get(29)), false));
            assertThat(of(records, "ods.COMPARED.CARD.bulk")).isEmpty();
            assertThat(position(of(records, "ods.COMPARED.CARD").get(0)))
                    .as("a change is newer than the row that the run has read before it")
                    .isGreaterThan(position(compared.get(1)));
            assertThat(metric("compared-rows-total")).isEqualTo(30);
            assertThat(metric("loaded-rows-total")).isZero();
            assertThat(metric("tombstones-total")).isZero();
            Struct told = value(of(records, "told").get(0));
            assertThat(told.getString("aggregate_type")).isEqualTo("Compare Run");
        }
    }

    @Test
    void anEmptyTableAndAConditionThatMatchesNothingHaveAMarkerWithAPosition() throws Exception {
        table("EMPTY", 0);
        table("PARTLY", 10);
        try (RunningTask task = RunningTask.acknowledged(compared("COMPARED\\.(EMPTY|PARTLY)"), new StoredOffsets())) {
            task.more(3);
            sql("INSERT INTO COMPARED.PARTLY VALUES (100, 0)");
            long change = position(of(
                            task.until(all -> !of(all, "ods.COMPARED.PARTLY").isEmpty()), "ods.COMPARED.PARTLY")
                    .get(0));
            compare("empty", "(EMPTY|PARTLY)", "ID > 1000");
            compare("none", "EMPTY");
            compare("some", "PARTLY", "ID >= 8");
            List<SourceRecord> records = task.until(all -> told(all, "COMPLETED", "some")
                    && told(all, "COMPLETED", "none")
                    && told(all, "COMPLETED", "empty"));
            task.more(5);
            assertThat(markers(records, "empty"))
                    .hasSize(2)
                    .extracting(RunMarker::table)
                    .containsExactlyInAnyOrder("EMPTY", "PARTLY");
            assertThat(markers(records, "empty")).allSatisfy(marker -> {
                assertThat(marker.rows()).isZero();
                assertThat(marker.filtered()).isTrue();
                assertThat(marker.firstPosition()).isEqualTo(marker.lastPosition());
            });
            RunMarker none = markers(records, "none").get(0);
            assertThat(none.filtered()).isFalse();
            assertThat(none.firstPosition()).as("near the present").isBetween(change - 60_000_000, change + 60_000_000);
            assertThat(rows(records, "some")).containsExactly(8, 9, 100);
            assertThat(markers(records, "some")).hasSize(1);
        }
    }

    @Test
    void aRunGoesOnAfterTheLastRowThatWasStoredAndTellsOfAllItsRows() throws Exception {
        table("KILLED", 40);
        Map<String, String> config = compared("COMPARED\\.KILLED", "max.batch.size", "3", "snapshot.chunk.size", "5");
        StoredOffsets offsets = new StoredOffsets();
        List<SourceRecord> first;
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            task.more(3);
            compare("007", "KILLED");
            first = List.copyOf(task.until(records -> rows(records, "007").size() >= 12));
            offsets.commit(first);
        }
        int before = rows(first, "007").size();
        assertThat(markers(first, "007")).isEmpty();
        List<SourceRecord> second;
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            second = List.copyOf(task.until(records -> told(records, "COMPLETED", "007")));
        }
        assertThat(rows(second, "007")).isEqualTo(to(40).subList(before, 40));
        RunMarker marker = markers(second, "007").get(0);
        assertThat(marker.rows()).isEqualTo(40);
        assertThat(marker.firstPosition())
                .as("that of the very first row")
                .isEqualTo(position(of(first, "ods.COMPARED.KILLED.compare").get(0)));

        // The rows are stored, the marker is not: it comes again as it was.
        List<SourceRecord> rowsOnly =
                second.stream().filter(record -> !RunMarker.isMarker(record)).toList();
        offsets.commit(rowsOnly.stream()
                .filter(record -> !record.topic().equals("told"))
                .toList());
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            List<SourceRecord> third = List.copyOf(task.until(records -> told(records, "COMPLETED", "007")));
            assertThat(rows(third, "007")).isEmpty();
            assertThat(markers(third, "007")).containsExactly(marker);
            offsets.commit(third);
        }
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            assertThat(of(task.more(10), "ods.COMPARED.KILLED.compare"))
                    .as("a run that is done")
                    .isEmpty();
        }
    }

    @Test
    void runsComeOneAfterTheOtherAndOneThatIsDoneIsNotDoneAgainWhenItsSignalIs() throws Exception {
        table("TWICE", 9);
        Map<String, String> config = compared("COMPARED\\.TWICE", "max.batch.size", "2");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            task.more(3);
            compare("first", "TWICE");
            compare("second", "TWICE");
            List<SourceRecord> records =
                    List.copyOf(task.until(all -> rows(all, "second").size() >= 3));
            assertThat(rows(records, "first")).isEqualTo(to(9));
            assertThat(markers(records, "first")).hasSize(1);
            List<SourceRecord> runs = of(records, "ods.COMPARED.TWICE.compare");
            assertThat(runs.indexOf(runs.stream()
                            .filter(RunMarker::isMarker)
                            .findFirst()
                            .orElseThrow()))
                    .as("the first ends before the second begins")
                    .isEqualTo(9);
            offsets.commit(records);
        }
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            // As a signal of Kafka is told again whose offset was not committed yet.
            sql("DELETE FROM COMPARED.SIGNAL WHERE ID = 'first'");
            compare("first", "TWICE");
            List<SourceRecord> records = List.copyOf(task.until(all -> told(all, "COMPLETED", "second")));
            task.more(5);
            assertThat(rows(records, "second")).hasSizeLessThan(9);
            assertThat(rows(task.more(1), "first")).isEmpty();
            assertThat(markers(records, "second").get(0).rows()).isEqualTo(9);
        }
    }

    @Test
    void aBulkLoadGoesFirstAndNeitherDisturbsTheOther() throws Exception {
        table("MIXED", 40);
        Map<String, String> config = compared(
                "COMPARED\\.MIXED", "max.batch.size", "3", "snapshot.chunk.size", "6", "poll.interval.ms", "1");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            task.more(3);
            compare("run-mixed", "MIXED");
            task.until(records -> rows(records, "run-mixed").size() >= 5);
            signal("load-mixed", "execute-snapshot", "{\"data-collections\": [\"COMPARED.MIXED\"]}");
            List<SourceRecord> records = List.copyOf(
                    task.until(all -> told(all, "COMPLETED", "load-mixed") && told(all, "COMPLETED", "run-mixed")));
            List<Integer> bulk = of(records, "ods.COMPARED.MIXED.bulk").stream()
                    .map(record -> ((Struct) record.key()).getInt32("ID"))
                    .toList();
            assertThat(bulk).isEqualTo(to(40));
            assertThat(rows(records, "run-mixed")).isEqualTo(to(40));
            assertThat(markers(records, "run-mixed").get(0).rows()).isEqualTo(40);
            List<SourceRecord> read = records.stream()
                    .filter(record -> !record.topic().equals("told"))
                    .toList();
            List<String> topics = new ArrayList<>();
            read.stream()
                    .map(SourceRecord::topic)
                    .filter(topic -> topic.contains("MIXED"))
                    .forEach(topic -> {
                        if (topics.isEmpty() || !topics.get(topics.size() - 1).equals(topic)) {
                            topics.add(topic);
                        }
                    });
            assertThat(topics)
                    .as("the run waits while the load reads")
                    .containsExactly(
                            "ods.COMPARED.MIXED.compare", "ods.COMPARED.MIXED.bulk", "ods.COMPARED.MIXED.compare");
            Set<Map<String, ?>> partitions = new HashSet<>();
            read.stream()
                    .filter(record -> record.topic().contains("MIXED"))
                    .forEach(record -> partitions.add(new LinkedHashMap<>(record.sourcePartition())));
            assertThat(partitions).hasSize(2);
            offsets.commit(records);
        }
        try (RunningTask task = RunningTask.acknowledged(config, offsets)) {
            assertThat(task.more(10)).noneMatch(record -> record.topic().contains("MIXED"));
        }
    }

    @Test
    void aRunIsPausedAndStoppedBySignalsAndAnotherOneBegins() throws Exception {
        table("STOPPED", 40);
        Map<String, String> config = compared(
                "COMPARED\\.STOPPED", "max.batch.size", "1", "snapshot.chunk.size", "6", "poll.interval.ms", "1");
        try (RunningTask task = RunningTask.acknowledged(config, new StoredOffsets())) {
            task.more(3);
            compare("one", "STOPPED");
            task.until(records -> rows(records, "one").size() >= 3);
            signal("pause", "pause-snapshot", "{}");
            task.until(records -> told(records, "PAUSED", "one"));
            int paused = rows(task.more(5), "one").size();
            assertThat(paused).isLessThan(40);
            signal("stop", "stop-snapshot", "{\"type\": \"compare\", \"data-collections\": [\"COMPARED.STOPPED\"]}");
            task.until(records -> told(records, "STOPPED", "one"));
            signal("resume", "resume-snapshot", "{}");
            compare("two", "STOPPED");
            List<SourceRecord> records = List.copyOf(task.until(all -> told(all, "COMPLETED", "two")));
            assertThat(rows(records, "one")).hasSize(paused);
            assertThat(markers(records, "one")).isEmpty();
            assertThat(rows(records, "two")).isEqualTo(to(40));
        }
    }

    @Test
    void rowsThatATransformDropsOrThatCannotBeReadAreToldApart() throws Exception {
        sql(
                "CREATE TABLE COMPARED.DROPPED (ID INTEGER NOT NULL PRIMARY KEY, TS TIMESTAMP)",
                "INSERT INTO COMPARED.DROPPED VALUES (1, '2026-11-21 00:00:00'), (2, '9999-12-31 00:00:00.000001'),"
                        + " (3, '2026-11-21 00:00:00'), (4, '2026-11-21 00:00:00')");
        DB2.capture().register("COMPARED", "DROPPED");
        Map<String, String> config =
                compared("COMPARED\\.DROPPED", "time.precision.mode", "nanoseconds", "errors.tolerance", "all");
        try (RunningTask task = RunningTask.acknowledged(
                config,
                new StoredOffsets(),
                record -> record.key() != null
                        && ((Struct) record.key()).schema().field("ID") != null
                        && Objects.equals(((Struct) record.key()).get("ID"), 3))) {
            task.more(3);
            compare("dropped", "DROPPED");
            List<SourceRecord> records = task.until(all -> told(all, "COMPLETED", "dropped"));
            RunMarker marker = markers(records, "dropped").get(0);
            assertThat(marker.rows()).as("rows in the topic").isEqualTo(2);
            assertThat(marker.dropped()).isEqualTo(2);
        }
    }

    @Test
    void aLimitHoldsTheRunBackButNotTheChanges() throws Exception {
        table("SLOW", 400);
        Map<String, String> config = compared("COMPARED\\.SLOW", "compare.rate.limit", "20");
        try (RunningTask task = RunningTask.acknowledged(config, new StoredOffsets())) {
            task.more(3);
            compare("slow", "SLOW");
            task.until(records -> rows(records, "slow").size() >= 20);
            for (int i = 0; i < 5; i++) {
                int seen = i;
                sql("UPDATE COMPARED.SLOW SET V = -1 - " + i + " WHERE ID = 399");
                task.until(records -> of(records, "ods.COMPARED.SLOW").size() > seen);
            }
            assertThat(rows(task.more(1), "slow")).as("at most 20 a second").hasSizeLessThan(400);
            signal("load-slow", "execute-snapshot", "{\"data-collections\": [\"COMPARED.SLOW\"]}");
            List<SourceRecord> records = List.copyOf(task.until(all -> told(all, "COMPLETED", "load-slow")));
            assertThat(of(records, "ods.COMPARED.SLOW.bulk"))
                    .as("a load is not held back")
                    .hasSize(400);
            assertThat(markers(records, "slow")).isEmpty();
        }
    }
}
