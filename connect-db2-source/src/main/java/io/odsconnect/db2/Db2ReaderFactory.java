package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Horizon;
import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.capture.PruneControl;
import io.odsconnect.db2.capture.PruneSet;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.metrics.SourceMetrics;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.plan.Plan;
import io.odsconnect.db2.plan.Planner;
import io.odsconnect.db2.plan.PresentTables;
import io.odsconnect.db2.plan.QueryPlanner;
import io.odsconnect.db2.query.QueryStream;
import io.odsconnect.db2.snapshot.Arrivals;
import io.odsconnect.db2.snapshot.BulkLoad;
import io.odsconnect.db2.snapshot.LoadConnection;
import io.odsconnect.db2.snapshot.LoadMark;
import io.odsconnect.db2.snapshot.LoadPart;
import io.odsconnect.db2.snapshot.LoadSettings;
import io.odsconnect.db2.snapshot.PositionSource;
import io.odsconnect.db2.snapshot.RangeProgress;
import io.odsconnect.db2.table.Catalog;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.ColumnTypes;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
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
    private final Arrivals arrivals;
    private final SourceMetrics metrics;

    Db2ReaderFactory(
            Db2SourceConfig config,
            Db2Session session,
            OffsetStorageReader offsets,
            Arrivals arrivals,
            SourceMetrics metrics) {
        this.metrics = metrics;
        this.arrivals = arrivals;
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
        StreamStarts stored = new StreamStarts(
                offsets,
                new StreamPartitions(config.topicPrefix()),
                plan.tables().stream().map(TableEvents::table).toList());
        Set<String> empty = emptyTables(streamOffset);
        List<RangeProgress> progress =
                plan.tables().stream().map(this::storedProgress).toList();
        boolean queries = config.captureMode() == CaptureMode.QUERY;
        boolean capture = !queries && (config.snapshotMode().streams() || control.exist());
        @Nullable Lsn known = stored.earliest();
        @Nullable Lsn from = known != null ? known : capture ? streamFrom(plan, progress) : null;

        BulkLoad load = load(plan, progress, empty, from, !stored.isEmpty(), capture);
        @Nullable Supplier<Changes> changes = queries ? queries(plan) : null;
        if (!queries && from != null && config.snapshotMode().streams()) {
            changes = () -> new CapturedChanges(streams(plan, stored, from, empty, load), session, pruneControl());
        }
        return new Db2Reader(
                load,
                changes,
                new Heartbeats(
                        config.heartbeatTopic(),
                        config.topicPrefix(),
                        config.heartbeatInterval(),
                        new HeartbeatAction(session, config.heartbeatAction())),
                config.pollInterval(),
                new Attempts(config.address(), Retries.of(config), metrics::retried),
                new Attempts(config.address(), Retries.of(config), metrics::retried),
                arrivals);
    }

    private Supplier<Changes> queries(Plan plan) throws SQLException {
        QueryPlanner planner = new QueryPlanner(config, new Catalog(session.connection()));
        planner.plan(plan.tables());
        QueryStream stream = new QueryStream(
                planner.tables(),
                config.querySettings(),
                session,
                new ServerClock(config.timeZone()),
                source,
                partitions::query,
                offsets::offset);
        return () -> new QueryChanges(stream, session);
    }

    private RangeProgress storedProgress(TableEvents table) {
        @Nullable Map<String, Object> offset = offsets.offset(partitions.load(table.table()));
        return offset == null
                ? RangeProgress.none(LoadMark.initial(null))
                : RangeProgress.ofOffset(offset, table.loadKey());
    }

    /**
     * Where the changes start: at the earliest start of a load that goes on, else where Capture is now. A table may have
     * been registered a moment ago, so that Capture is not yet where its changes begin; they count from there.
     */
    private Lsn streamFrom(Plan plan, List<RangeProgress> progress) throws SQLException {
        @Nullable
        Lsn earliest = progress.stream()
                .map(stored -> stored.mark().streamFrom())
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
            List<RangeProgress> progress,
            Set<String> empty,
            @Nullable Lsn streamFrom,
            boolean streamed,
            boolean capture)
            throws SQLException {
        LoadSettings settings = new LoadSettings(
                config.snapshotFetchSize(),
                config.snapshotChunkSize(),
                config.snapshotIsolation(),
                1,
                config.maxQueueSize(),
                config.maxQueueBytes());
        BulkLoad load = new BulkLoad(settings, source, () -> connection(capture), arrivals, config.topicPrefix());
        // Queries find the rows that are there as well.
        boolean loads = config.snapshotMode().loads() && config.captureMode() == CaptureMode.SQL_REPLICATION;
        for (int i = 0; i < plan.tables().size() && loads; i++) {
            TableEvents table = plan.tables().get(i);
            RangeProgress known = progress.get(i);
            LoadMark mark = LoadMark.initial(streamFrom);
            // A load that was not followed by changes cannot be followed by them now: there is a gap in between.
            boolean usable = streamed || streamFrom == null || known.mark().streamFrom() != null;
            RangeProgress start = usable && known.mark().matches(mark)
                    ? new RangeProgress(mark, known.done(), known.rows(), known.key())
                    : RangeProgress.none(mark);
            if (!start.done() && !empty.contains(table.table().toString())) {
                metrics.loads(table.table(), remaining(table.table(), start.rows()));
                load.add(new LoadPart(table, partitions.load(table.table()), 0, "", start));
            }
        }
        return load;
    }

    private long remaining(TableId table, long loaded) throws SQLException {
        long rows = new Catalog(session.connection()).estimatedRows(table);
        return rows < 0 ? rows : Math.max(0, rows - loaded);
    }

    private LoadConnection connection(boolean capture) {
        Db2Session own = new Db2Session(config.address(), metrics);
        ControlTables register = new ControlTables(own, config.captureSchema(), new ServerClock(config.timeZone()));
        PositionSource positions = capture
                ? () -> register.horizon().bulkPosition()
                : () -> Horizon.bulkPosition(register.currentMicros());
        return new LoadConnection(own, positions, new ColumnTypes(config.valueOptions()));
    }

    private ChangeStreams streams(Plan plan, StreamStarts stored, Lsn from, Set<String> empty, BulkLoad load) {
        Set<String> all = new HashSet<>(empty);
        load.emptyTables().forEach(table -> all.add(table.toString()));
        Map<String, Object> constant = all.isEmpty()
                ? Map.of()
                : Map.of(EMPTY_TABLES, String.join(",", all.stream().sorted().toList()));
        ChangeStreams streams = new ChangeStreams(
                config.streamSettings(),
                session,
                control,
                new PresentTables(config, session, control, TaskShare.ALL),
                source,
                new StrictListener(control.schema(), constant),
                null);
        metrics.watch(streams::capture);
        stored.of(TaskShare.ALL, from)
                .forEach(start -> streams.add(start, plan.changeTables().values()));
        return streams;
    }

    private @Nullable PruneControl pruneControl() {
        @Nullable PruneSet set = config.pruneSet();
        return set == null
                ? null
                : new PruneControl(
                        control,
                        set,
                        config.filter()::wants,
                        tables -> new StreamStarts(offsets, new StreamPartitions(config.topicPrefix()), tables)
                                .notNeeded(),
                        config.pruneInterval());
    }

    private static Set<String> emptyTables(@Nullable Map<String, Object> offset) {
        return offset != null && offset.get(EMPTY_TABLES) instanceof String names
                ? Set.of(names.split(",", -1))
                : Set.of();
    }
}
