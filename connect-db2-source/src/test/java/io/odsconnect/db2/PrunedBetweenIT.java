package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.CapturedTables;
import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Gap;
import io.odsconnect.db2.capture.Registration;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.StreamPosition;
import io.odsconnect.db2.capture.StreamStart;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.capture.UnitOrder;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.plan.Planner;
import io.odsconnect.db2.plan.PresentTables;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Capture prunes after the register was looked at, and before the first change was read. */
class PrunedBetweenIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int CHANGES = 10;

    private final List<Gap> gaps = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsPrunedBetweenTheLookAtTheRegisterAndTheFirstPageIsAGapThoughTheRegisterDoesNotTellIt(boolean never)
            throws Exception {
        String schema = never ? "ASNNEVER" : "ASNTOOLATE";
        String table = "T" + schema;
        CaptureControl capture = DB2.capture(schema, SequenceFormat.VARCHAR_16);
        if (never) {
            capture.habits(CaptureHabit.NO_OLD_SYNCHPOINT);
        }
        sql("CREATE TABLE BETWEEN_LOOKS." + table + " (ID INTEGER NOT NULL PRIMARY KEY)");
        capture.register("BETWEEN_LOOKS", table);
        sql("INSERT INTO BETWEEN_LOOKS." + table + " VALUES (0)");
        capture.catchUp(LIMIT);
        Db2SourceConfig config = new Db2SourceConfig(config("BETWEEN_LOOKS\\." + table, "capture.schema", schema));
        try (Db2Session session = new Db2Session(config.address())) {
            ControlTables control = new ControlTables(session, schema, new ServerClock(config.timeZone()));
            Pruning pruning = new Pruning(
                    new PresentTables(config, session, control, TaskShare.ALL, List.of()),
                    schema + ".CDC_BETWEEN_LOOKS_" + table);
            ChangeStreams streams = streams(config, session, control, pruning);
            for (int id = 1; id <= CHANGES; id++) {
                sql("INSERT INTO BETWEEN_LOOKS." + table + " VALUES (" + id + ")");
            }
            capture.catchUp(LIMIT);
            // Then the table is looked up anew, after the look at the register.
            capture.alter("BETWEEN_LOOKS", table, "ADD COLUMN W INTEGER");
            capture.catchUp(LIMIT);
            List<SourceRecord> records = new ArrayList<>();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (gaps.isEmpty() && records.isEmpty() && System.nanoTime() < deadline) {
                streams.read(records, 100);
            }
            assertThat(pruning.pruned).isTrue();
            assertThat(gaps)
                    .singleElement()
                    .satisfies(gap -> assertThat(gap.table()).isEqualTo(new TableId("BETWEEN_LOOKS", table)));
        }
    }

    private ChangeStreams streams(
            Db2SourceConfig config, Db2Session session, ControlTables control, CapturedTables captured)
            throws SQLException {
        ChangeStreams streams = new ChangeStreams(
                config.streamSettings(), session, control, captured, new SourceBlock("ods", "ODS"), new Noted(), null);
        Map<TableId, ChangeTable> tables =
                new Planner(config, session, control).plan().orFail().changeTables();
        Lsn from = control.tryHorizon().orElseThrow().synchpoint();
        streams.add(
                new StreamStart(
                        new StreamPartitions("ods").ofAll(),
                        StreamPosition.after(from, Long.MIN_VALUE),
                        Map.of(),
                        Set.copyOf(tables.keySet()),
                        control.currentMicros(),
                        0,
                        true,
                        UnitOrder.NONE),
                tables.values());
        return streams;
    }

    /** Deletes the first changes when a table is looked up, as Capture might at that moment. */
    private static final class Pruning implements CapturedTables {

        private final CapturedTables tables;
        private final String changeTable;
        private boolean pruned;

        Pruning(CapturedTables tables, String changeTable) {
            this.tables = tables;
            this.changeTable = changeTable;
        }

        @Override
        public boolean wants(TableId table) {
            return tables.wants(table);
        }

        @Override
        public ChangeTable lookUp(Registration registration) throws SQLException {
            if (!pruned) {
                pruned = true;
                prune();
            }
            return tables.lookUp(registration);
        }

        private void prune() throws SQLException {
            try (Connection connection = DB2.connect();
                    Statement select = connection.createStatement();
                    PreparedStatement delete = connection.prepareStatement(
                            "DELETE FROM " + changeTable + " WHERE IBMSNAP_COMMITSEQ <= ?")) {
                byte[] upTo;
                try (ResultSet rows = select.executeQuery(
                        "SELECT IBMSNAP_COMMITSEQ FROM " + changeTable + " ORDER BY IBMSNAP_COMMITSEQ")) {
                    for (int i = 0; i <= CHANGES / 2; i++) {
                        rows.next();
                    }
                    upTo = rows.getBytes(1);
                }
                delete.setBytes(1, upTo);
                delete.executeUpdate();
            }
        }
    }

    /** Notes the gaps. */
    private final class Noted extends UneventfulListener {

        @Override
        public void altered(TableEvents table) {}

        @Override
        public void lost(TableEvents table, Gap gap) {
            gaps.add(gap);
        }
    }
}
