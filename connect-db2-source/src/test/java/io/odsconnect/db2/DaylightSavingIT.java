package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.db2.CaptureHabit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose local time is changed to and from daylight saving time while it is read. */
class DaylightSavingIT extends Db2TestBase {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noBulkRowBeatsAChangeThatWasMadeInTheDoubledHour(boolean wholeSeconds) throws Exception {
        if (wholeSeconds) {
            DB2.capture().habits(CaptureHabit.WHOLE_SECONDS);
        } else {
            DB2.capture().habits();
        }
        at("2026-10-25T00:50:00Z");
        String table = wholeSeconds ? "AUTUMNSECONDS" : "AUTUMN";
        table(table);
        Map<String, String> config = config("DST." + table, "database.time.zone", "Europe/Berlin");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            SourceRecord bulk = task.until(1).get(0);
            assertThat(position(bulk)).isLessThan(micros("2026-10-25T00:51:00Z"));
            // 20 minutes later, when the clock shows 02:10 for the second time.
            at("2026-10-25T01:10:00Z");
            sql("UPDATE DST." + table + " SET V = 1");
            SourceRecord change = change(task.until(2));
            assertThat(position(change))
                    .isGreaterThan(position(bulk))
                    .isGreaterThanOrEqualTo(micros("2026-10-25T01:10:00Z"));
            at("2026-10-25T02:05:00Z");
            sql("UPDATE DST." + table + " SET V = 2");
            assertThat(position(task.until(3).get(2)))
                    .isGreaterThan(position(change))
                    .isGreaterThanOrEqualTo(micros("2026-10-25T02:05:00Z"));
        }
    }

    @Test
    void aBulkRowThatIsReadInTheSecondHalfOfTheDoubledHourIsNoYoungerThanItIs() throws Exception {
        at("2026-10-25T01:20:00Z");
        table("SECONDHALF");
        Map<String, String> config = config("DST.SECONDHALF", "database.time.zone", "Europe/Berlin");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            SourceRecord bulk = task.until(1).get(0);
            assertThat(position(bulk)).isLessThan(micros("2026-10-25T01:21:00Z"));
            sql("UPDATE DST.SECONDHALF SET V = 1");
            assertThat(position(change(task.until(2)))).isGreaterThan(position(bulk));
        }
    }

    @Test
    void inSpringAnHourIsLeftOutAndNothingElse() throws Exception {
        at("2026-03-29T00:59:00Z");
        table("SPRING");
        Map<String, String> config = config("DST.SPRING", "database.time.zone", "Europe/Berlin");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            SourceRecord bulk = task.until(1).get(0);
            assertThat(position(bulk)).isBetween(micros("2026-03-29T00:58:00Z"), micros("2026-03-29T01:00:00Z"));
            at("2026-03-29T01:01:00Z");
            sql("UPDATE DST.SPRING SET V = 1");
            assertThat(position(change(task.until(2))))
                    .isBetween(micros("2026-03-29T01:01:00Z"), micros("2026-03-29T01:03:00Z"));
        }
    }

    @Test
    void theZoneHasToBeTheServersAtThatTime() throws Exception {
        at("2026-07-01T12:00:00Z");
        table("ZONE");
        assertThat(ValidationIT.errors(config("DST.ZONE", "database.time.zone", "+01:00")))
                .singleElement()
                .asString()
                .startsWith("database.time.zone:")
                .contains("database.time.zone=+02:00", "Europe/Berlin");
        assertThat(ValidationIT.errors(config("DST.ZONE", "database.time.zone", "+02:00")))
                .isEmpty();
        assertThat(ValidationIT.errors(config("DST.ZONE", "database.time.zone", "Europe/Paris")))
                .isEmpty();
    }

    private static void table(String name) throws Exception {
        sql(
                "CREATE TABLE DST." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO DST." + name + " VALUES (1, 0)");
        DB2.capture().register("DST", name);
    }

    private static SourceRecord change(List<SourceRecord> records) {
        return records.stream()
                .filter(record -> !op(record).equals("r"))
                .findFirst()
                .orElseThrow();
    }

    /** Sets the clock, and waits for Capture to go by it. */
    private static void at(String instant) throws Exception {
        DB2.setClock(BERLIN, Instant.parse(instant));
        await().atMost(Duration.ofSeconds(30)).until(DaylightSavingIT::captureGoesByTheClock);
    }

    private static boolean captureGoesByTheClock() throws Exception {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SYNCHTIME, CURRENT TIMESTAMP FROM "
                        + "ASNCDC.IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'Y'")) {
            rows.next();
            long behind = rows.getTimestamp(2).getTime() - rows.getTimestamp(1).getTime();
            return Math.abs(behind) < 5_000;
        }
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }
}
