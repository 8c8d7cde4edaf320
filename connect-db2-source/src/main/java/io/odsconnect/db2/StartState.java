package io.odsconnect.db2;

import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Horizon;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.plan.Plan;
import io.odsconnect.db2.plan.Planner;
import io.odsconnect.db2.snapshot.InitialLoads;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.snapshot.LoadConnection;
import io.odsconnect.db2.snapshot.LoadNotes;
import io.odsconnect.db2.snapshot.LoadPartitions;
import io.odsconnect.db2.snapshot.StoredLoads;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.ColumnTypes;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** What the database and the stored offsets say at the start of a task. */
final class StartState {

    private final Db2SourceConfig config;
    private final Supplier<Db2Session> sessions;
    private final ControlTables control;
    private final Plan plan;
    private final boolean capture;
    private final boolean follows;
    private final List<TableEvents> own;
    private final StoredLoads stored;
    private final StreamStarts starts;
    private final LoadNotes notes = new LoadNotes();
    private final InitialLoads loads;

    /**
     * Asks the database and the offsets.
     *
     * @param config the options
     * @param session the way to the database
     * @param offsets the worker's offsets
     * @param share which tables the task loads and follows
     * @param sessions makes the sessions of reading threads
     */
    StartState(
            Db2SourceConfig config,
            Db2Session session,
            OffsetStorageReader offsets,
            TaskShare share,
            Supplier<Db2Session> sessions)
            throws SQLException {
        this.sessions = sessions;
        this.config = config;
        this.control = new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
        Planner planner = new Planner(config, session, control, wanted -> covered(offsets, wanted));
        // Each of several tasks asks for its own tables; all together are looked at when the connector is validated.
        this.plan = (share.isAll() ? planner.plan() : planner.plan(table -> isNeeded(table, share))).orFail();
        boolean queries = config.captureMode() == CaptureMode.QUERY;
        this.capture = !queries && (config.snapshotMode().streams() || control.exist());
        this.follows = !queries && config.snapshotMode().streams();
        this.stored = new StoredLoads(offsets, partitions());
        this.own = plan.tables().stream()
                .filter(events -> share.owns(events.table()))
                .toList();
        this.starts = new StreamStarts(
                offsets,
                new StreamPartitions(config.topicPrefix()),
                own.stream().map(TableEvents::table).toList());
        starts.stored().forEach(notes::add);
        this.loads = new InitialLoads(
                new InitialLoads.Wanted(
                        // Queries find the rows that are there by themselves.
                        config.snapshotMode().loads() && !queries,
                        config.bulkLoadId(),
                        config::loadsOnDemand,
                        config::bulkLoadFilter),
                stored,
                notes,
                new InitialLoads.Streams(
                        !starts.isEmpty(),
                        starts.isEmpty() ? null : starts.earliest(),
                        starts.uncovered(),
                        held(plan)));
    }

    private static Map<TableId, Lsn> held(Plan plan) {
        Map<TableId, Lsn> held = new HashMap<>();
        plan.changeTables().forEach((table, changeTable) -> {
            @Nullable Lsn beginning = changeTable.beginning();
            if (beginning != null) {
                held.put(table, beginning);
            }
        });
        return held;
    }

    /** Says whether the task has to do with a table: with its rows and changes, or with signals, which may name any table. */
    private boolean isNeeded(TableId table, TaskShare share) {
        String[] signals = config.signalTable().split("\\.", 2);
        boolean readsSignals = signals.length == 2 && share.owns(new TableId(signals[0], signals[1]));
        boolean consumesSignals = share.index() == 0 && config.signalTopic() != null;
        return share.owns(table) || readsSignals || consumesSignals;
    }

    /** Returns which of the tables stored changes cover; null where nothing is stored, so that this is the first start. */
    private @Nullable Set<TableId> covered(OffsetStorageReader offsets, Collection<TableId> wanted) {
        StreamStarts known = new StreamStarts(offsets, new StreamPartitions(config.topicPrefix()), wanted);
        if (known.isEmpty()) {
            return null;
        }
        Set<TableId> covered = new HashSet<>(wanted);
        covered.removeAll(known.uncovered());
        return covered;
    }

    /** Says whether tables for which no offset of changes is stored begin at the present: no load was begun before. */
    boolean beginsNow() {
        return loads.streamFrom(fresh()) == null;
    }

    LoadPartitions partitions() {
        return new LoadPartitions(config.topicPrefix());
    }

    ControlTables control() {
        return control;
    }

    Plan plan() {
        return plan;
    }

    StoredLoads stored() {
        return stored;
    }

    StreamStarts starts() {
        return starts;
    }

    LoadNotes notes() {
        return notes;
    }

    /** Says whether a load that changes follow is stored of the table, whether it still counts or not. */
    boolean wasLoaded(TableEvents table) {
        return follows && stored.of(table, LoadCause.STREAM) != null;
    }

    /** Returns the loads of the task's tables that are due now. */
    List<InitialLoads.Due> due() {
        List<TableEvents> tables = own.stream()
                .filter(events -> !events.table().toString().equals(config.signalTable()))
                .toList();
        return loads.due(tables, follows);
    }

    /** Returns the tables for which no offset of changes is stored. */
    private List<TableEvents> fresh() {
        if (starts.isEmpty()) {
            return own;
        }
        Set<TableId> uncovered = starts.uncovered();
        return own.stream().filter(events -> uncovered.contains(events.table())).toList();
    }

    /**
     * Returns after which unit of work changes are read of tables for which nothing else is stored: where the loads that
     * were begun say, else where Capture is now; null without a Capture. A table may have been registered a moment ago, so
     * that Capture is not yet where its changes begin; they count from there.
     */
    @Nullable
    Lsn streamFrom() throws SQLException {
        if (!capture) {
            return null;
        }
        @Nullable Horizon horizon = control.tryHorizon().orElse(null);
        if (horizon == null && !follows) {
            // A register whose Capture has not run yet holds no changes that a load could be older than.
            return null;
        }
        @Nullable Lsn begun = loads.streamFrom(fresh());
        if (begun != null) {
            return begun;
        }
        if (horizon == null) {
            throw new ConnectException(control.neverRan());
        }
        Lsn now = horizon.synchpoint();
        return plan.changeTables().values().stream()
                .map(table -> table.beginning())
                .filter(Objects::nonNull)
                .filter(beginning -> beginning.compareTo(now) > 0)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    /** Returns what a reading thread needs, with a connection of its own. */
    LoadConnection connection() {
        Db2Session own = sessions.get();
        ControlTables register = new ControlTables(own, config.captureSchema(), new ServerClock(config.timeZone()));
        long margin = TimeUnit.MILLISECONDS.toMicros(config.bulkPositionMargin().toMillis());
        LoadConnection.Positions positions =
                capture ? () -> capturedPosition(register) : () -> Horizon.bulkPosition(register.currentMicros());
        return new LoadConnection(own, () -> positions.now() - margin, new ColumnTypes(config.valueOptions()));
    }

    private long capturedPosition(ControlTables register) throws SQLException {
        @Nullable Horizon horizon = register.tryHorizon().orElse(null);
        if (horizon != null) {
            return horizon.bulkPosition();
        }
        if (follows) {
            throw new ConnectException(register.neverRan());
        }
        // No change was captured yet, and those to come are committed later than now.
        return Horizon.bulkPosition(register.currentMicros());
    }
}
