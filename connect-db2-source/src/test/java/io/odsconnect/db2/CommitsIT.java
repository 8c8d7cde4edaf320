package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Units of work: what is told of them, where batches end, and what Capture is told once they are stored. */
class CommitsIT extends Db2TestBase {

    private static final String LAST = "END .* 1 \\[FLOW.M2=1\\]";

    @Test
    void eventsTellTheirUnitOfWorkAndItsBeginningAndEndAreEvents() throws Exception {
        table("T1");
        table("T2");
        try (RunningTask task = stream("T[12]", new StoredOffsets(), "provide.transaction.metadata", "true")) {
            transaction(
                    "INSERT INTO FLOW.T1 VALUES (1, 'a')",
                    "INSERT INTO FLOW.T2 VALUES (1, 'a')",
                    "UPDATE FLOW.T1 SET V = 'b'",
                    "DELETE FROM FLOW.T2");
            List<SourceRecord> records = task.until(7);
            String id = source(records.get(1)).getString("commit_lsn");
            assertThat(records.stream().map(CommitsIT::transaction))
                    .containsExactly(
                            "BEGIN " + id + " null []",
                            id + " 1 1",
                            id + " 2 1",
                            id + " 3 2",
                            id + " 4 2",
                            "tombstone",
                            "END " + id + " 4 [FLOW.T1=2, FLOW.T2=2]");
            assertThat(value(records.get(6)).get("ts_ms"))
                    .isEqualTo(source(records.get(1)).get("ts_ms"));
            records.forEach(CommitsIT::validate);
        }
    }

    @Test
    void aRestartAfterAnyRecordGoesOnInTheOpenUnitOfWork() throws Exception {
        table("M1");
        table("M2");
        StoredOffsets start = new StoredOffsets();
        String[] options = {"provide.transaction.metadata", "true", "heartbeat.interval.ms", "1"};
        try (RunningTask task = stream("M[12]", start, options)) {
            start.commit(task.until(1).subList(0, 1));
        }
        transaction(
                "INSERT INTO FLOW.M1 VALUES (1, 'a')",
                "UPDATE FLOW.M1 SET ID = 2",
                "INSERT INTO FLOW.M2 VALUES (1, 'a'), (2, 'b')",
                "UPDATE FLOW.M2 SET ID = 3 - ID",
                "DELETE FROM FLOW.M1");
        transaction("INSERT INTO FLOW.M2 VALUES (-1, 'end')");
        List<SourceRecord> all = toTheEnd(start);
        assertThat(all).hasSize(17);
        for (int delivered = 1; delivered < all.size(); delivered++) {
            StoredOffsets offsets = new StoredOffsets().commit(all.subList(0, delivered));
            SourceRecord last = all.get(delivered - 1);
            // A BEGIN event is sent again: its offset is that of the end before it. So is a change for which the table
            // had
            // to be asked, as the answer may be another one now: whether the row that was moved to 2 is the one that
            // went.
            boolean again = transaction(last).startsWith("BEGIN") || isDeleteOfMovedRow(last);
            int from = again ? delivered - 1 : delivered;
            assertThat(toTheEnd(offsets).stream().map(CommitsIT::transaction))
                    .as("after %d records", delivered)
                    .isEqualTo(all.subList(from, all.size()).stream()
                            .map(CommitsIT::transaction)
                            .toList());
        }
    }

    private static boolean isDeleteOfMovedRow(SourceRecord record) {
        return record.topic().equals("ods.FLOW.M1")
                && record.value() != null
                && told(record).startsWith("d ods.FLOW.M1 [ID=2]");
    }

    private static List<SourceRecord> toTheEnd(StoredOffsets offsets) throws Exception {
        try (RunningTask task = new RunningTask(
                config(
                        "FLOW\\.M[12]",
                        "snapshot.mode",
                        "no_data",
                        "provide.transaction.metadata",
                        "true",
                        "max.batch.size",
                        "2",
                        "query.fetch.size",
                        "2"),
                offsets)) {
            List<SourceRecord> records = task.until(all ->
                    !all.isEmpty() && transaction(all.get(all.size() - 1)).matches(LAST));
            return List.copyOf(records);
        }
    }

    @Test
    void aBatchEndsWithAUnitOfWorkAsLongAsThatFits() throws Exception {
        table("FIT");
        try (RunningTask task = stream("FIT", new StoredOffsets(), "max.batch.size", "5", "query.fetch.size", "100")) {
            DB2.capture().pause();
            int id = 0;
            for (int size : new int[] {3, 40, 1, 150, 2}) {
                int first = id;
                transaction(IntStream.range(0, size)
                        .mapToObj(i -> "INSERT INTO FLOW.FIT VALUES (" + (first + i) + ", 'a')")
                        .toArray(String[]::new));
                id += size;
            }
            DB2.capture().resume();
            DB2.capture().catchUp(Duration.ofSeconds(60));
            task.until(196);
            assertThat(task.batches()).containsExactly(43, 100, 51, 2);
        } finally {
            DB2.capture().resume();
        }
    }

    @Test
    void whatKafkaHasStoredMayBePruned() throws Exception {
        sql("CREATE TABLE FLOW.DROPPED (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
        // Its set holds no table of another connector.
        CaptureControl capture = DB2.capture("ASNDROP", SequenceFormat.VARCHAR_16);
        capture.register("FLOW", "DROPPED");
        capture.pruning(false, 300, 10080);
        StoredOffsets offsets = new StoredOffsets();
        String[] options = {
            "capture.prune.control", "true", "capture.prune.interval.ms", "1", "capture.schema", "ASNDROP"
        };
        List<SourceRecord> records;
        try (RunningTask task = stream("DROPPED", offsets, options)) {
            sql("INSERT INTO FLOW.DROPPED VALUES (1, 'a')", "INSERT INTO FLOW.DROPPED VALUES (2, 'b')");
            records = task.until(2);
            task.more(3);
            String beginning =
                    String.valueOf(task.beginnings().get(0).sourceOffset().get("commit_lsn"));
            assertThat(synchpoint()).as("nothing else is stored yet").isEqualTo(beginning.replace(":", ""));
            offsets.commit(records.subList(0, 1));
            task.more(3);
            assertThat(synchpoint()).isEqualTo(lsn(records.get(0)));
            capture.prune();
            assertThat(changes()).isEqualTo(1);
        }
        try (RunningTask task = stream("DROPPED", offsets, options)) {
            assertThat(told(task.until(1).get(0))).isEqualTo("c ods.FLOW.DROPPED [ID=2] null -> [ID=2, V=b]");
            offsets.commit(task.until(1));
            task.more(3);
            assertThat(synchpoint()).isEqualTo(lsn(records.get(1)));
            StoredOffsets old = new StoredOffsets().commit(records.subList(0, 1));
            try (RunningTask zombie = stream("DROPPED", old, options)) {
                zombie.more(3);
            }
            assertThat(synchpoint()).as("it is never lowered").isEqualTo(lsn(records.get(1)));
        }
    }

    private static String lsn(SourceRecord record) {
        return source(record).getString("commit_lsn").replace(":", "");
    }

    private static String synchpoint() throws Exception {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SYNCHPOINT FROM ASNDROP.IBMSNAP_PRUNE_SET")) {
            assertThat(rows.next()).isTrue();
            return HexFormat.of().formatHex(rows.getBytes(1));
        }
    }

    private static int changes() throws Exception {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM ASNDROP.CDC_FLOW_DROPPED")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Returns what a record tells of its unit of work. */
    private static String transaction(SourceRecord record) {
        if (record.topic().equals("ods.transaction")) {
            Struct event = value(record);
            List<Struct> tables = event.getArray("data_collections");
            List<String> counts = new ArrayList<>();
            if (tables != null) {
                tables.forEach(table -> counts.add(table.get("data_collection") + "=" + table.get("event_count")));
            }
            return event.get("status") + " " + event.get("id") + " " + event.get("event_count") + " " + counts;
        }
        if (record.value() == null) {
            return "tombstone";
        }
        Struct block = value(record).getStruct("transaction");
        return block.get("id") + " " + block.get("total_order") + " " + block.get("data_collection_order");
    }

    private static void validate(SourceRecord record) {
        if (record.value() != null) {
            value(record).validate();
        }
    }

    private static void table(String name) throws Exception {
        sql("CREATE TABLE FLOW." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
        DB2.capture().register("FLOW", name);
    }

    /** Starts a task that reads changes only; they count from when this returns. */
    private static RunningTask stream(String table, StoredOffsets offsets, String... options) throws Exception {
        Map<String, String> config = config("FLOW\\." + table, options);
        config.put("snapshot.mode", "no_data");
        RunningTask task = new RunningTask(config, offsets);
        if (!config.containsKey("heartbeat.interval.ms")) {
            task.more(1);
        }
        return task;
    }
}
