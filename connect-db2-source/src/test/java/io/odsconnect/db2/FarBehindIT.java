package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.StreamPosition;
import io.odsconnect.db2.capture.StreamSettings;
import io.odsconnect.db2.capture.StreamStart;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.plan.Planner;
import io.odsconnect.db2.plan.PresentTables;
import io.odsconnect.db2.table.TableId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** A stream that has much to read looks at the register all the same. */
class FarBehindIT extends Db2TestBase {

    private static final int CHANGES = 600;

    private final List<TableId> appeared = new ArrayList<>();

    @Test
    void aTableThatIsRegisteredIsFoundBeforeAllIsReadThatWasThereBefore() throws Exception {
        sql(
                "CREATE TABLE BEHIND.LONG (ID INTEGER NOT NULL PRIMARY KEY)",
                "CREATE TABLE BEHIND.NEW (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("BEHIND", "LONG");
        Db2SourceConfig config = new Db2SourceConfig(config("BEHIND\\.LONG", "query.fetch.size", "100"));
        try (Db2Session session = new Db2Session(config.address())) {
            ChangeStreams streams = streams(config, session);
            DB2.capture().pause();
            for (int id = 0; id < CHANGES; id++) {
                sql("INSERT INTO BEHIND.LONG VALUES (" + id + ")");
            }
            DB2.capture().resume();
            DB2.capture().catchUp(Duration.ofMinutes(1));
            List<SourceRecord> records = new ArrayList<>();
            read(streams, records);
            DB2.capture().register("BEHIND", "NEW");
            while (appeared.isEmpty() && records.size() < CHANGES) {
                read(streams, records);
            }
            assertThat(appeared).containsExactly(new TableId("BEHIND", "NEW"));
            assertThat(records).hasSizeLessThan(CHANGES);
            while (records.size() < CHANGES) {
                read(streams, records);
            }
            assertThat(records.stream().map(sent -> ((Struct) sent.key()).getInt32("ID")))
                    .as("nothing is lost or told twice where windows end early")
                    .doesNotHaveDuplicates()
                    .hasSize(CHANGES);
        }
    }

    private static void read(ChangeStreams streams, List<SourceRecord> records) throws Exception {
        List<SourceRecord> batch = new ArrayList<>();
        streams.read(batch, 7);
        records.addAll(batch);
    }

    private ChangeStreams streams(Db2SourceConfig config, Db2Session session) throws Exception {
        ControlTables control = new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
        StreamSettings usual = config.streamSettings();
        StreamSettings restless = new StreamSettings(
                usual.rowsInMemory(),
                usual.unitLimit(),
                usual.tombstones(),
                null,
                Duration.ZERO,
                usual.lagLimit(),
                usual.stopLimit());
        Db2SourceConfig all = new Db2SourceConfig(config("BEHIND\\..*"));
        ChangeStreams streams = new ChangeStreams(
                restless,
                session,
                control,
                new PresentTables(all, session, control, TaskShare.ALL, List.of()),
                new SourceBlock("ods", "ODS"),
                new Noted(),
                null);
        Lsn from = control.tryHorizon().orElseThrow().synchpoint();
        streams.add(
                StreamStart.fresh(
                        new StreamPartitions("ods").ofAll(),
                        StreamPosition.after(from, Long.MIN_VALUE),
                        control.currentMicros(),
                        0),
                new Planner(config, session, control)
                        .plan()
                        .orFail()
                        .changeTables()
                        .values());
        streams.offsets(partition -> true);
        streams.beginningsAreStored();
        return streams;
    }

    /** Notes which tables appear. */
    private final class Noted extends UneventfulListener {

        @Override
        public void appeared(TableEvents table, Lsn from, boolean again) {
            appeared.add(table.table());
        }
    }
}
