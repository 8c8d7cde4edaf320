package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStream;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Horizon;
import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.StreamPosition;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.plan.Plan;
import io.odsconnect.db2.plan.Planner;
import io.odsconnect.db2.snapshot.BulkLoad;
import io.odsconnect.db2.snapshot.LoadSettings;
import io.odsconnect.db2.snapshot.TableProgress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Finds out where the connector stopped, and makes the reader that goes on from there. */
final class Db2ReaderFactory {

    /** In the stream's offsets: tables that were empty when they were loaded, so that no row's offset says so. */
    private static final String EMPTY_TABLES = "snapshot_empty";

    private final Db2SourceConfig config;
    private final Db2Session session;
    private final OffsetStorageReader offsets;
    private final Partitions partitions;
    private final ControlTables control;
    private final SourceBlock source;

    Db2ReaderFactory(Db2SourceConfig config, Db2Session session, OffsetStorageReader offsets) {
        this.config = config;
        this.session = session;
        this.offsets = offsets;
        this.partitions = new Partitions(config.topicPrefix());
        this.control = new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
        this.source = new SourceBlock(config.topicPrefix(), session.address().database());
    }

    /** Asks the database and the stored offsets, and returns the reader. */
    Db2Reader create() throws SQLException {
        Plan plan = new Planner(config, session, control).plan().orFail();
        @Nullable Map<String, Object> streamOffset = offsets.offset(partitions.stream());
        @Nullable StreamPosition stored = streamOffset == null ? null : StreamPosition.ofOffset(streamOffset);
        Set<String> empty = emptyTables(streamOffset);
        List<TableProgress> progress =
                plan.tables().stream().map(this::storedProgress).toList();
        boolean capture = config.snapshotMode().streams() || control.exist();
        @Nullable Lsn from = stored != null ? stored.commit() : capture ? streamFrom(plan, progress) : null;

        BulkLoad load = load(plan, progress, empty, from, stored != null, capture);
        Heartbeats heartbeats =
                new Heartbeats(config.heartbeatTopic(), config.topicPrefix(), config.heartbeatInterval());
        if (from == null || !config.snapshotMode().streams()) {
            return new Db2Reader(load, null, partitions.stream(), heartbeats);
        }
        StreamPosition start = stored != null ? stored : StreamPosition.after(from, Long.MIN_VALUE);
        return new Db2Reader(load, finished -> stream(plan, start, empty, finished), partitions.stream(), heartbeats);
    }

    private TableProgress storedProgress(TableEvents table) {
        @Nullable Map<String, Object> offset = offsets.offset(partitions.load(table.table()));
        return offset == null
                ? new TableProgress(false, 0, List.of(), null)
                : TableProgress.ofOffset(offset, table.keyNames());
    }

    /**
     * Where the changes start: at the earliest start of a load that goes on, else where Capture is now. A table may have
     * been registered a moment ago, so that Capture is not yet where its changes begin; they count from there.
     */
    private Lsn streamFrom(Plan plan, List<TableProgress> progress) throws SQLException {
        @Nullable
        Lsn earliest = progress.stream()
                .map(TableProgress::streamFrom)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (earliest != null) {
            return earliest;
        }
        Lsn now = control.horizon().synchpoint();
        return plan.changeTables().values().stream()
                .map(ChangeTable::beginning)
                .filter(Objects::nonNull)
                .filter(beginning -> beginning.compareTo(now) > 0)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    private BulkLoad load(
            Plan plan,
            List<TableProgress> progress,
            Set<String> empty,
            @Nullable Lsn streamFrom,
            boolean streamed,
            boolean capture) {
        LoadSettings settings = new LoadSettings(
                config.snapshotFetchSize(),
                config.snapshotChunkSize(),
                config.snapshotIsolation(),
                capture ? () -> control.horizon().bulkPosition() : () -> Horizon.bulkPosition(control.currentMicros()));
        List<BulkLoad.Part> parts = new ArrayList<>();
        for (int i = 0; i < plan.tables().size() && config.snapshotMode().loads(); i++) {
            TableEvents table = plan.tables().get(i);
            TableProgress known = progress.get(i);
            // A load that was not followed by changes cannot be followed by them now: there is a gap in between.
            boolean usable = streamed || streamFrom == null || known.streamFrom() != null;
            TableProgress start = usable
                    ? new TableProgress(known.done(), known.rows(), known.key(), streamFrom)
                    : new TableProgress(false, 0, List.of(), streamFrom);
            if (!start.done() && !empty.contains(table.table().toString())) {
                parts.add(new BulkLoad.Part(table, partitions.load(table.table()), start));
            }
        }
        return new BulkLoad(settings, session, source, parts);
    }

    private ChangeStream stream(Plan plan, StreamPosition start, Set<String> empty, BulkLoad load) {
        Set<String> all = new HashSet<>(empty);
        load.emptyTables().forEach(table -> all.add(table.toString()));
        Map<String, Object> constant = all.isEmpty()
                ? Map.of()
                : Map.of(EMPTY_TABLES, String.join(",", all.stream().sorted().toList()));
        return new ChangeStream(
                control,
                plan.changeTables(),
                source,
                config.tombstones(),
                partitions.stream(),
                constant,
                config.queryFetchSize(),
                start);
    }

    private static Set<String> emptyTables(@Nullable Map<String, Object> offset) {
        return offset != null && offset.get(EMPTY_TABLES) instanceof String names
                ? Set.of(names.split(",", -1))
                : Set.of();
    }
}
