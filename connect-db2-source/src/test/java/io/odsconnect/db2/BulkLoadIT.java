package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BulkLoadIT extends Db2TestBase {

    private static final int ROWS = 23;

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("K_INT", "ID INTEGER NOT NULL", "ID", "%1$d"),
                Arguments.of("K_BIGINT", "ID BIGINT NOT NULL", "ID", "%1$d - 9000000000"),
                Arguments.of("K_DECIMAL", "ID DECIMAL(31,5) NOT NULL", "ID", "%1$d.00001"),
                Arguments.of("K_DOUBLE", "ID DOUBLE NOT NULL", "ID", "%1$d.1E-3"),
                Arguments.of("K_CHAR", "ID CHAR(8) NOT NULL", "ID", "'k%1$03d'"),
                Arguments.of("K_VARCHAR", "ID VARCHAR(40) NOT NULL", "ID", "'it''s %1$d'"),
                Arguments.of("K_BITS", "ID CHAR(4) FOR BIT DATA NOT NULL", "ID", "X'%1$08x'"),
                Arguments.of("K_DATE", "ID DATE NOT NULL", "ID", "'20%1$02d-02-28'"),
                Arguments.of("K_TIME", "ID TIME NOT NULL", "ID", "'00:%1$02d:59'"),
                Arguments.of("K_STAMP", "ID TIMESTAMP NOT NULL", "ID", "'2026-03-08 02:%1$02d:00.000001'"),
                Arguments.of(
                        "K_MANY",
                        "A SMALLINT NOT NULL, ID DATE NOT NULL, B CHAR(2) NOT NULL",
                        "B, A, ID",
                        "MOD(%1$d, 3), CAST('20%1$02d-02-28' AS DATE), 'b'"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aTableWithAnyKeyIsLoadedOnceAndGoesOnAfterTheLastRowDelivered(
            String table, String columns, String key, String values) throws Exception {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE LOAD." + table + " (" + columns + ", V INTEGER, PRIMARY KEY (" + key + "))");
        IntStream.rangeClosed(1, ROWS)
                .mapToObj(i -> ("INSERT INTO LOAD." + table + " VALUES (" + values + ", %1$d)").formatted(i))
                .forEach(statements::add);
        sql(statements.toArray(String[]::new));
        Map<String, String> config = config(
                "LOAD\\." + table,
                "snapshot.mode",
                "initial_only",
                "snapshot.max.threads",
                "1",
                "snapshot.chunk.size",
                "5",
                "max.batch.size",
                "4");

        List<SourceRecord> all = load(config, new StoredOffsets(), ROWS);
        assertThat(all).hasSize(ROWS).extracting(SourceRecord::key).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(row -> value(row).getStruct("after").get("V"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
        assertThat(all.subList(0, ROWS - 1))
                .extracting(row -> source(row).get("snapshot"))
                .containsOnly("true");
        assertThat(source(all.get(ROWS - 1)).get("snapshot")).isEqualTo("last");

        List<String> told = all.stream().map(Db2TestBase::told).toList();
        for (int delivered = 0; delivered <= ROWS; delivered++) {
            List<SourceRecord> rest =
                    load(config, new StoredOffsets().commit(all.subList(0, delivered)), ROWS - delivered);
            assertThat(rest.stream().map(Db2TestBase::told))
                    .as("after %d rows", delivered)
                    .isEqualTo(told.subList(delivered, ROWS));
        }

        config.put("snapshot.max.threads", "3");
        config.put("max.queue.size", "9");
        assertThat(load(config, new StoredOffsets(), ROWS).stream().map(Db2TestBase::told))
                .as("by three threads, in the same order")
                .isEqualTo(told);
        List<SourceRecord> rest = load(config, new StoredOffsets().commit(all.subList(0, ROWS / 2)), ROWS - ROWS / 2);
        assertThat(rest.stream().map(Db2TestBase::told))
                .as("by three threads, after half of the rows")
                .isEqualTo(told.subList(ROWS / 2, ROWS));
    }

    /** Loads {@code count} rows, and more if more come. */
    private static List<SourceRecord> load(Map<String, String> config, StoredOffsets offsets, int count)
            throws Exception {
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.until(count);
            return task.more(3);
        }
    }

    @Test
    void nothingIsLoadedBeforeItIsStoredWhereTheChangesBeginSoNoDeleteIsLostWithACrash() throws Exception {
        sql("CREATE TABLE LOAD.BEGUN (ID INTEGER NOT NULL PRIMARY KEY)", "INSERT INTO LOAD.BEGUN VALUES 1, 2, 3, 4");
        DB2.capture().register("LOAD", "BEGUN");
        Map<String, String> config = config("LOAD\\.BEGUN", "snapshot.max.threads", "1");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask crashes = RunningTask.beforeAnythingIsStored(config, offsets)) {
            assertThat(crashes.more(5)).isEmpty();
            assertThat(crashes.beginnings()).hasSize(1);
        }
        try (RunningTask crashesLater = RunningTask.beforeAnythingIsStored(config, offsets)) {
            crashesLater.more(1);
            offsets.commit(crashesLater.beginnings());
            assertThat(crashesLater.until(4)).hasSize(4);
        }
        sql("DELETE FROM LOAD.BEGUN WHERE ID = 3");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> rest = task.until(5);
            assertThat(rest.stream().map(row -> row.value() == null ? "tombstone" : op(row)))
                    .containsExactly("r", "r", "r", "d", "tombstone");
            assertThat(value(rest.get(3)).getStruct("before").get("ID")).isEqualTo(3);
        }
    }

    @Test
    void everyTypeKeepsItsValue() throws Exception {
        sql("""
                CREATE TABLE LOAD.TYPES (ID INTEGER NOT NULL PRIMARY KEY, S SMALLINT, L BIGINT, D DECIMAL(31,31), R REAL,
                  F DOUBLE, C CHAR(5), V VARCHAR(20), B CHAR(3) FOR BIT DATA, VB VARCHAR(3) FOR BIT DATA, DT DATE,
                  T TIME, TS TIMESTAMP, CL CLOB(1M), BL BLOB(1M))""", """
                INSERT INTO LOAD.TYPES VALUES (1, -32768, -9223372036854775808, .0000000000000000000000000000001, 1.5E0,
                  -1.25E-100, 'AB', 'Grüße', X'00FF10', X'01', '9999-12-31', '23:59:59', '0001-01-01 00:00:00.000001',
                  'long text', CAST(X'CAFE' AS BLOB(1M)))""", "INSERT INTO LOAD.TYPES (ID) VALUES (2)");
        List<SourceRecord> rows = load(config("LOAD\\.TYPES", "snapshot.mode", "initial_only"), new StoredOffsets(), 2);
        Struct row = value(rows.get(0)).getStruct("after");
        assertThat(row.get("S")).isEqualTo(Short.MIN_VALUE);
        assertThat(row.get("L")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.get("D")).isEqualTo(new BigDecimal("1E-31").setScale(31));
        assertThat(row.get("R")).isEqualTo(1.5f);
        assertThat(row.get("F")).isEqualTo(-1.25e-100);
        assertThat(row.get("C")).isEqualTo("AB   ");
        assertThat(row.get("V")).isEqualTo("Grüße");
        assertThat(row.get("B")).isEqualTo(new byte[] {0, (byte) 0xff, 0x10});
        assertThat(row.get("VB")).isEqualTo(new byte[] {1});
        assertThat(row.get("DT")).isEqualTo((int) LocalDate.of(9999, 12, 31).toEpochDay());
        assertThat(row.get("T")).isEqualTo(86_399_000);
        assertThat(row.get("TS"))
                .isEqualTo(LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 1);
        assertThat(row.get("CL")).isEqualTo("long text");
        assertThat(row.get("BL")).isEqualTo(new byte[] {(byte) 0xca, (byte) 0xfe});
        Struct nulls = value(rows.get(1)).getStruct("after");
        nulls.schema().fields().stream()
                .skip(1)
                .forEach(field -> assertThat(nulls.get(field)).as(field.name()).isNull());
    }

    @Test
    void theEnvelopeIsDebeziumsWithAPosition() throws Exception {
        sql(
                "CREATE TABLE LOAD.ONE (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(5))",
                "INSERT INTO LOAD.ONE VALUES (7, 'x')");
        Instant before = Instant.now().minusSeconds(60);
        SourceRecord record = load(config("LOAD\\.ONE", "snapshot.mode", "initial_only"), new StoredOffsets(), 1)
                .get(0);
        assertThat(record.topic()).isEqualTo("ods.LOAD.ONE.bulk");
        assertThat(record.keySchema().name()).isEqualTo("ods.LOAD.ONE.Key");
        assertThat(((Struct) record.key()).get("ID")).isEqualTo(7);
        assertThat(record.valueSchema().name()).isEqualTo("ods.LOAD.ONE.Envelope");
        assertThat(op(record)).isEqualTo("r");
        Struct source = source(record);
        source.validate();
        assertThat(source.get("connector")).isEqualTo("db2");
        assertThat(source.get("name")).isEqualTo("ods");
        assertThat(source.get("db")).isEqualTo("ODS");
        assertThat(source.get("schema")).isEqualTo("LOAD");
        assertThat(source.get("table")).isEqualTo("ONE");
        assertThat(source.getInt64("position"))
                .as("a time of the present, though this JVM is in another zone than the server")
                .isBetween(before.toEpochMilli() * 1000, Instant.now().toEpochMilli() * 1000);
    }

    @Test
    void namesInMixedCaseAndWithQuotesAreNames() throws Exception {
        sql(
                "CREATE TABLE \"Load x\".\"My \"\"Table\" (\"Id a\" INTEGER NOT NULL PRIMARY KEY, \"v\" INTEGER)",
                "INSERT INTO \"Load x\".\"My \"\"Table\" VALUES (1, 2), (2, 3)");
        List<SourceRecord> rows = load(
                config("Load x\\..*", "snapshot.mode", "initial_only", "snapshot.chunk.size", "1"),
                new StoredOffsets(),
                2);
        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.topic()).isEqualTo("ods.Load_x.My__Table.bulk"));
        assertThat(rows)
                .extracting(row -> value(row).getStruct("after").get("Id a"))
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aRestartInTheMiddleKeepsWhereTheChangesStart() throws Exception {
        sql(
                "CREATE TABLE LOAD.ONWARD (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "CREATE TABLE LOAD.NOROWS (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("LOAD", "ONWARD");
        DB2.capture().register("LOAD", "NOROWS");
        sql("INSERT INTO LOAD.ONWARD VALUES (1, 0), (2, 0), (3, 0)");
        Map<String, String> config = config("LOAD\\.(ONWARD|NOROWS)", "max.batch.size", "1");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            offsets.commit(task.until(1).subList(0, 1));
        }
        sql("UPDATE LOAD.ONWARD SET V = 1 WHERE ID = 1", "INSERT INTO LOAD.NOROWS VALUES (5)");
        List<SourceRecord> rest;
        try (RunningTask task = new RunningTask(config, offsets)) {
            rest = task.until(records -> records.stream()
                            .anyMatch(record -> op(record).equals("u"))
                    && records.stream().anyMatch(record -> record.topic().equals("ods.LOAD.NOROWS")));
            offsets.commit(rest);
        }
        assertThat(rest.stream()
                        .filter(record -> record.topic().endsWith("ONWARD.bulk"))
                        .map(Db2TestBase::told))
                .hasSize(2);
        SourceRecord update = rest.stream()
                .filter(record -> op(record).equals("u"))
                .findFirst()
                .orElseThrow();
        assertThat(position(update)).isGreaterThan(position(rest.get(0)) - 60_000_000);

        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(task.more(5)).as("nothing is loaded or read twice").isEmpty();
        }
    }

    @Test
    void aTableThatWasEmptyIsNotLoadedLater() throws Exception {
        sql("CREATE TABLE LOAD.EMPTY (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("LOAD", "EMPTY");
        Map<String, String> config = config("LOAD\\.EMPTY");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(3);
            sql("INSERT INTO LOAD.EMPTY VALUES (1)");
            List<SourceRecord> records = task.until(1);
            assertThat(records).extracting(Db2TestBase::op).containsExactly("c");
            offsets.commit(records);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(task.more(5)).isEmpty();
        }
    }

    @Test
    void aRowThatWasReadBeforeAChangeHasALowerPositionThanIt() throws Exception {
        sql(
                "CREATE TABLE LOAD.RACE (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO LOAD.RACE VALUES (1, 0)");
        DB2.capture().register("LOAD", "RACE");
        try (RunningTask task = new RunningTask(config("LOAD\\.RACE"), new StoredOffsets())) {
            SourceRecord row = task.until(1).get(0);
            sql("UPDATE LOAD.RACE SET V = 1");
            SourceRecord update = task.until(2).get(1);
            assertThat(position(row)).isLessThan(position(update));
        }
    }

    @Test
    void aLoadWithoutChangesDoesNotWaitForACaptureThatNeverRan() throws Exception {
        sql(
                "CREATE TABLE LOAD.EARLY (ID INTEGER NOT NULL PRIMARY KEY)",
                "INSERT INTO LOAD.EARLY VALUES (1)",
                "CREATE SCHEMA ASNEARLY",
                "CREATE TABLE ASNEARLY.IBMSNAP_REGISTER"
                        + " (GLOBAL_RECORD CHAR(1), SYNCHPOINT VARCHAR(16) FOR BIT DATA, SYNCHTIME TIMESTAMP)",
                "INSERT INTO ASNEARLY.IBMSNAP_REGISTER VALUES ('Y', NULL, NULL)");
        Instant before = Instant.now().minusSeconds(60);
        SourceRecord row = load(
                        config("LOAD\\.EARLY", "snapshot.mode", "initial_only", "capture.schema", "ASNEARLY"),
                        new StoredOffsets(),
                        1)
                .get(0);
        assertThat(position(row))
                .isBetween(before.toEpochMilli() * 1000, Instant.now().toEpochMilli() * 1000);
    }

    @Test
    void aLoadOutlivesALostConnection() throws Exception {
        sql("CREATE TABLE LOAD.CUT (ID INTEGER NOT NULL PRIMARY KEY)");
        List<String> inserts = new ArrayList<>();
        IntStream.rangeClosed(1, 100).forEach(i -> inserts.add("INSERT INTO LOAD.CUT VALUES (" + i + ")"));
        transaction(inserts.toArray(String[]::new));
        Map<String, String> config = config(
                "LOAD\\.CUT",
                "snapshot.mode",
                "initial_only",
                "max.batch.size",
                "10",
                "snapshot.fetch.size",
                "10",
                "max.queue.size",
                "20");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(30);
            DB2.restart();
            assertThat(task.until(100))
                    .extracting(row -> ((Struct) row.key()).get("ID"))
                    .isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
        }
    }
}
