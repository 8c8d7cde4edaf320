package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.process.FreePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ValidationIT extends Db2TestBase {

    @BeforeAll
    static void createTables() throws Exception {
        sql(
                "CREATE TABLE CHECK1.GOOD (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "CREATE TABLE CHECK1.NOKEY (ID INTEGER)",
                "CREATE TABLE CHECK1.NOTREGISTERED (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("CHECK1", "GOOD");
        DB2.capture().register("CHECK1", "NOKEY");
    }

    @Test
    void aConfigThatWorksHasNoError() {
        assertThat(errors(config("CHECK1\\.GOOD"))).isEmpty();
        assertThat(errors(config("CHECK1\\.(GOOD|NOTREGISTERED)", "snapshot.mode", "initial_only")))
                .isEmpty();
    }

    @Test
    void aTableThatIsMissingHasNoKeyOrIsNotRegisteredIsNamed() {
        assertThat(errors(config("CHECK1.GOOD,CHECK1.MISPELT")))
                .singleElement()
                .asString()
                .startsWith("table.include.list:")
                .contains("CHECK1.MISPELT");
        assertThat(errors(config("CHECK1.NOKEY"))).singleElement().asString().contains("CHECK1.NOKEY", "primary key");
        assertThat(errors(config("CHECK1.NOTREGISTERED")))
                .singleElement()
                .asString()
                .contains("CHECK1.NOTREGISTERED", "not registered");
    }

    @Test
    void theTaskFailsWithTheSameSentences() throws Exception {
        try (RunningTask task = new RunningTask(config("CHECK1.NO.*"), new StoredOffsets())) {
            assertThatThrownBy(() -> task.more(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("CHECK1.NOKEY has no primary key")
                    .hasMessageContaining("CHECK1.NOTREGISTERED is not registered");
        }
    }

    @Test
    void aKeyColumnCannotBeLeftOut() {
        assertThat(errors(config("CHECK1.GOOD", "column.exclude.list", "CHECK1.GOOD.ID")))
                .singleElement()
                .asString()
                .startsWith("column.exclude.list:")
                .contains("Column ID of table CHECK1.GOOD");
    }

    @Test
    void aWrongPasswordIsToldWithoutBeingTold() {
        assertThat(errors(config("CHECK1.GOOD", "database.password", "wrongsecret")))
                .singleElement()
                .asString()
                .startsWith("database.user:")
                .contains("login " + DB2.user() + " was refused")
                .doesNotContain("wrongsecret");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        int port = FreePorts.next();
        assertThat(errors(config("CHECK1.GOOD", "database.port", Integer.toString(port))))
                .singleElement()
                .asString()
                .startsWith("database.port:")
                .contains(DB2.host() + ":" + port, "Connection refused");
        assertThat(errors(config("CHECK1.GOOD", "database.hostname", "no.such.host.invalid")))
                .singleElement()
                .asString()
                .startsWith("database.hostname:");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedAndNotTriedForEver() throws Exception {
        Map<String, String> config = config("CHECK1.GOOD", "database.dbname", "NOWHERE");
        assertThat(errors(config))
                .singleElement()
                .asString()
                .startsWith("database.dbname:")
                .contains("no database NOWHERE", "not found");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThatThrownBy(() -> task.more(2))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("NOWHERE");
        }
    }

    @Test
    void aZoneThatIsNotTheServersIsRefusedWithTheRightOne() throws Exception {
        Map<String, String> config = config("CHECK1.GOOD", "database.time.zone", "Asia/Tokyo");
        assertThat(errors(config))
                .singleElement()
                .asString()
                .startsWith("database.time.zone:")
                .contains("Asia/Tokyo", "database.time.zone=UTC");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThatThrownBy(() -> task.more(1)).hasMessageContaining("database.time.zone=UTC");
        }
    }

    @Test
    void whatAnotherConnectorMasksIsNotSentInTheClear() {
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "column.mask.with.12.chars",
                        "CHECK1.GOOD.V",
                        "column.mask.hash.SHA-256.with.salt.x",
                        "CHECK1.GOOD.V",
                        "column.truncate.to.4.chars",
                        "CHECK1.GOOD.V",
                        "query",
                        "SELECT 1 FROM CHECK1.GOOD",
                        "skipped.operations",
                        "d",
                        "table.types",
                        "VIEW",
                        "some.other.option",
                        "x")))
                .hasSize(5)
                .anyMatch(error -> error.startsWith("column.mask.with.12.chars:") && error.contains("MaskFields"))
                .anyMatch(error -> error.startsWith("column.mask.hash") && error.contains("EncryptFields"))
                .anyMatch(error -> error.startsWith("column.truncate.to.4.chars:"))
                .anyMatch(error -> error.startsWith("query:") && error.contains("bulk.load.filter"))
                .anyMatch(error -> error.startsWith("skipped.operations:") && error.contains("HasOperation"));
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "unknown.option.handling.mode",
                        "fail",
                        "some.other.option",
                        "x",
                        "table.types",
                        "T")))
                .hasSize(2);
    }

    @Test
    void aPropertyThatTheDriverDoesNotHaveIsToldWithTheRightOne() {
        assertThat(errors(config("CHECK1.GOOD", "connection.property.sslConection", "true")))
                .singleElement()
                .asString()
                .startsWith("connection.property.sslConection:")
                .contains("connection.property.sslConnection");
        assertThat(errors(config("CHECK1.GOOD", "connection.propertys.sslConnection", "true")))
                .singleElement()
                .asString()
                .contains("connection.property.sslConnection");
        assertThat(errors(config("CHECK1.GOOD", "connection.property.currentSchema", "CHECK1")))
                .isEmpty();
    }

    @Test
    void aNameThatNothingHasIsToldAtItsList() {
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "column.exclude.list",
                        "CHECK1\\.GOOD\\.VV",
                        "column.include.list",
                        "CHECK1.GOOD.ID,CHECK1.GOOD.V,CHECK1.GOD.V")))
                .hasSize(2)
                .anyMatch(error -> error.startsWith("column.exclude.list:") && error.contains("CHECK1.GOOD.V?"))
                .anyMatch(error -> error.startsWith("column.include.list:") && error.contains("CHECK1.GOD.V"));
        assertThat(errors(config("CHECK1.GOOD", "column.include.list", "CHECK1.GOOD.V")))
                .singleElement()
                .asString()
                .startsWith("column.include.list:")
                .contains("Column ID of table CHECK1.GOOD");
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "bulk.load.filter.CHECK1.GODD",
                        "V = 1",
                        "message.key.columns",
                        "CHECK1.BAD:V",
                        "bulk.load.tables",
                        "CHECK2.GOOD",
                        "table.exclude.list",
                        "CHECK1\\.SECRET,.*_TMP")))
                .hasSize(4)
                .anyMatch(error ->
                        error.startsWith("bulk.load.filter.CHECK1.GODD:") && error.contains("mean CHECK1.GOOD?"))
                .anyMatch(error -> error.startsWith("message.key.columns:") && error.contains("CHECK1.BAD"))
                .anyMatch(error -> error.startsWith("bulk.load.tables:") && error.contains("CHECK2.GOOD"))
                .anyMatch(error -> error.startsWith("table.exclude.list:") && error.contains("SECRET"));
        assertThat(errors(config("CHECK1.GOOD", "signal.data.collection", "CHECK1.NOSIGNALS")))
                .singleElement()
                .asString()
                .startsWith("signal.data.collection:");
    }

    @Test
    void theUsersOwnSqlIsShownToTheDatabase() {
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "bulk.load.filter.CHECK1.GOOD",
                        "W = 1",
                        "heartbeat.interval.ms",
                        "1000",
                        "heartbeat.action.query",
                        "UPDATE CHECK1.NOBEAT SET V = 1")))
                .hasSize(2)
                .anyMatch(error -> error.startsWith("bulk.load.filter.CHECK1.GOOD:")
                        && error.contains("table CHECK1.GOOD")
                        && error.contains("SQLCODE -206"))
                .anyMatch(error -> error.startsWith("heartbeat.action.query:") && error.contains("CHECK1.NOBEAT"));
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "bulk.load.filter.CHECK1.GOOD",
                        "V > 1 OR V IS NULL",
                        "heartbeat.interval.ms",
                        "1000",
                        "heartbeat.action.query",
                        "UPDATE CHECK1.GOOD SET V = 1 WHERE 1 = 0")))
                .isEmpty();
    }

    @Test
    void everyMessageBeginsWithItsOption() {
        for (Map<String, String> config : List.of(
                config("CHECK1.(", "poll.interval.ms", "-1"),
                config("CHECK1.GOOD", "connection.backoff.max.ms", "1"),
                config("CHECK1.NOWHERE"))) {
            for (ConfigValue value : new Db2SourceConnector().validate(config).configValues()) {
                assertThat(value.errorMessages()).allMatch(message -> message.startsWith(value.name()));
            }
        }
    }

    @Test
    void columnsThatWouldBeOneFieldAreTold() throws Exception {
        sql("CREATE TABLE CHECK1.NAMES (ID INTEGER NOT NULL PRIMARY KEY, \"A-B\" INTEGER, \"A_B\" INTEGER)");
        DB2.capture().register("CHECK1", "NAMES");
        assertThat(errors(config("CHECK1.NAMES", "field.name.adjustment.mode", "avro")))
                .singleElement()
                .asString()
                .startsWith("field.name.adjustment.mode:")
                .contains("A-B and A_B", "CHECK1.NAMES");
        assertThat(errors(config("CHECK1.NAMES", "field.name.adjustment.mode", "avro_unicode")))
                .isEmpty();
    }

    @Test
    void aCaptureSchemaThatIsNotThereIsNamed() {
        assertThat(errors(config("CHECK1.GOOD", "capture.schema", "NOWHERE")))
                .singleElement()
                .asString()
                .startsWith("capture.schema:")
                .contains("NOWHERE.IBMSNAP_REGISTER");
    }

    @Test
    void optionsThatContradictEachOtherAreToldWithoutAskingTheDatabase() {
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "connection.backoff.ms",
                        "100",
                        "connection.backoff.max.ms",
                        "10",
                        "connection.property.password",
                        "shown",
                        "database.hostname",
                        "does.not.exist.invalid")))
                .hasSize(2)
                .noneMatch(error -> error.contains("does.not.exist"));
    }

    @Test
    void optionsThatAreWrongAloneAreTold() {
        assertThat(errors(config("CHECK1.(", "topic.prefix", "a b", "database.time.zone", "Mars")))
                .anyMatch(error -> error.startsWith("table.include.list:") && error.contains("regular expression"))
                .anyMatch(error -> error.startsWith("topic.prefix:"))
                .anyMatch(error -> error.startsWith("database.time.zone:") && error.contains("Mars"));
    }

    @Test
    void inQueryModeEachTableNeedsAColumnThatRises() throws Exception {
        sql("CREATE TABLE CHECK1.RISING (ID INTEGER NOT NULL PRIMARY KEY, CHANGED TIMESTAMP, D DATE, GONE CHAR(1))");
        assertThat(errors(query("timestamp.column.name", "changed", "incrementing.column.name", "ID")))
                .isEmpty();
        assertThat(errors(query()))
                .singleElement()
                .asString()
                .startsWith("timestamp.column.name:")
                .contains("CHECK1.RISING");
        assertThat(errors(query("timestamp.column.name", "D")))
                .singleElement()
                .asString()
                .contains("Column D of table CHECK1.RISING", "TIMESTAMP");
        assertThat(errors(query("incrementing.column.name", "CHECK1\\..*:NONE")))
                .singleElement()
                .asString()
                .startsWith("incrementing.column.name:")
                .contains("no column NONE");
        assertThat(errors(query("incrementing.column.name", "ID", "soft.delete.column.name", "GONE")))
                .singleElement()
                .asString()
                .startsWith("soft.delete.column.name:");
        assertThat(errors(query("timestamp.column.name", "CHANGED,D,NONE")))
                .hasSize(2)
                .anyMatch(error -> error.contains("Column D of table CHECK1.RISING"))
                .anyMatch(error -> error.contains("no column NONE"));
        assertThat(errors(query("incrementing.column.name", "ID,ID")))
                .singleElement()
                .asString()
                .startsWith("incrementing.column.name:")
                .contains("several columns");
        assertThat(errors(query("timestamp.column.name", "CHANGED,CHECK1\\.NOWHERE:D")))
                .singleElement()
                .asString()
                .startsWith("timestamp.column.name:")
                .contains("NOWHERE");
        assertThat(errors(query("timestamp.column.name", "CHANGED", "bulk.load.filter.CHECK1.RISING", "ID = 1")))
                .singleElement()
                .asString()
                .startsWith("bulk.load.filter.CHECK1.RISING:");
        assertThat(errors(query("timestamp.column.name", "CHANGED", "provide.transaction.metadata", "true")))
                .singleElement()
                .asString()
                .startsWith("provide.transaction.metadata:");
    }

    @Test
    void eventsOfUnitsOfWorkAndSeveralTasksAreToldOnceToBeAMistake() {
        assertThat(errors(config("CHECK1.GOOD", "provide.transaction.metadata", "true", "tasks.max", "2")))
                .singleElement()
                .asString()
                .startsWith("provide.transaction.metadata:")
                .contains("tasks.max=1");
    }

    private static Map<String, String> query(String... options) {
        Map<String, String> config = config("CHECK1\\.RISING", options);
        config.put("capture.mode", "query");
        return config;
    }

    @Test
    void aMisspeltOptionAndOnesOfOtherConnectorsNameTheRightOne() {
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "snapshot.mod",
                        "initial",
                        "database.server.name",
                        "x",
                        "mode",
                        "timestamp",
                        "transforms.a.type",
                        "X")))
                .hasSize(3)
                .anyMatch(error -> error.startsWith("snapshot.mod:") && error.contains("snapshot.mode"))
                .anyMatch(error -> error.startsWith("database.server.name:") && error.contains("topic.prefix"))
                .anyMatch(error -> error.startsWith("mode:") && error.contains("capture.mode=query"));
    }

    @Test
    void anOptionThatDoesNothingWithoutAnotherIsTold() {
        assertThat(errors(config(
                        "CHECK1.GOOD",
                        "heartbeat.action.query",
                        "UPDATE X SET Y = 1",
                        "lob.oversize.handling.mode",
                        "truncate",
                        "timestamp.column.name",
                        "AT")))
                .hasSize(3)
                .anyMatch(error -> error.contains("heartbeat.interval.ms"))
                .anyMatch(error -> error.contains("lob.max.size"))
                .anyMatch(error -> error.startsWith("timestamp.column.name:") && error.contains("capture.mode=query"));
    }

    static List<String> errors(Map<String, String> config) {
        List<String> errors = new ArrayList<>();
        for (ConfigValue value : new Db2SourceConnector().validate(config).configValues()) {
            value.errorMessages().forEach(message -> errors.add(value.name() + ": " + message));
        }
        return errors;
    }
}
