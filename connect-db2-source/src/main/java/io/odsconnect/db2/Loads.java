package io.odsconnect.db2;

import io.odsconnect.db2.capture.Gap;
import io.odsconnect.db2.capture.GapException;
import io.odsconnect.db2.capture.PositionLostException;
import io.odsconnect.db2.capture.StreamListener;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.SnapshotMode;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.snapshot.LoadOrder;
import io.odsconnect.db2.snapshot.LoadScheduler;
import io.odsconnect.db2.table.TableId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders the loads that the changes need: of tables that are new, and of tables whose changes were lost. */
final class Loads implements StreamListener {

    private static final Logger LOG = LoggerFactory.getLogger(Loads.class);

    private final Db2SourceConfig config;
    private final LoadScheduler scheduler;
    private final TaskTables tables;
    private final Signals signals;
    private final String captureSchema;

    Loads(Db2SourceConfig config, LoadScheduler scheduler, TaskTables tables, Signals signals, String captureSchema) {
        this.signals = signals;
        this.config = config;
        this.scheduler = scheduler;
        this.tables = tables;
        this.captureSchema = captureSchema;
    }

    @Override
    public void appeared(TableEvents table, Lsn from, boolean again) {
        tables.put(table);
        if (signals.isSignalTable(table.table())) {
            return;
        }
        if (config.snapshotMode().loads()) {
            order("new", table);
        } else {
            LOG.warn(
                    "Table {} is not loaded, since snapshot.mode=no_data: only its changes after {} are read. Load it with"
                            + " bulk.load.id or a signal.",
                    table.table(),
                    from);
        }
    }

    @Override
    public void altered(TableEvents table) {
        tables.put(table);
        scheduler.altered(table);
    }

    @Override
    public void vanished(TableId table) {}

    @Override
    public void lost(TableEvents table, Gap gap) {
        if (config.snapshotMode() != SnapshotMode.WHEN_NEEDED) {
            throw new GapException(gap);
        }
        LOG.error(
                "Changes of table {} after {} up to {} were lost. The table is loaded again, since"
                        + " snapshot.mode=when_needed. What was deleted in between is not in the load, so targets keep it:"
                        + " compare them with the table.",
                gap.table(),
                gap.read(),
                gap.oldest());
        order("gap", table);
    }

    @Override
    public void lostAll(Lsn read, Lsn synchpoint) {
        if (config.snapshotMode() != SnapshotMode.WHEN_NEEDED) {
            throw new PositionLostException(read, synchpoint, captureSchema);
        }
        LOG.error(
                "Changes were read up to {}, which the database does not know: Capture is at {}. All tables are loaded"
                        + " again, since snapshot.mode=when_needed. What was deleted in between is not in the load, so"
                        + " targets keep it: compare them with the tables.",
                read,
                synchpoint);
        tables.matching(table -> !signals.isSignalTable(table)).forEach(table -> order("gap", table));
    }

    private void order(String why, TableEvents table) {
        String id = why + "-" + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        String filter = config.bulkLoadFilter(table.table().toString());
        scheduler.submit(new LoadOrder(id, LoadCause.STREAM, table.table(), filter), table, true);
    }

    @Override
    public boolean takes(TableId table, @Nullable Struct added) {
        if (!signals.isSignalTable(table)) {
            return false;
        }
        if (added != null) {
            signals.row(added);
        }
        return true;
    }

    @Override
    public Map<String, Object> offsetFields() {
        return scheduler.notes().toOffset();
    }
}
