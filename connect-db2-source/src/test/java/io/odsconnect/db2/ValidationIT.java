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
                .startsWith("database.hostname:")
                .contains(DB2.host() + ":" + port);
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
        assertThat(errors(query("timestamp.column.name", "CHANGED", "provide.transaction.metadata", "true")))
                .singleElement()
                .asString()
                .startsWith("provide.transaction.metadata:");
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
