package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.PruneControl;
import io.odsconnect.db2.capture.PruneSet;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.metrics.SourceMetrics;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.plan.PresentTables;
import io.odsconnect.db2.plan.QueryPlanner;
import io.odsconnect.db2.query.QueryStream;
import io.odsconnect.db2.signal.KafkaSignals;
import io.odsconnect.db2.snapshot.InitialLoads;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.snapshot.LoadOrder;
import io.odsconnect.db2.snapshot.LoadScheduler;
import io.odsconnect.db2.snapshot.WakeUp;
import io.odsconnect.db2.sql.Catalog;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Finds out where the task stopped, and makes the reader that goes on from there. */
final class Db2ReaderFactory {

    private final Db2SourceConfig config;
    private final Db2Session session;
    private final OffsetStorageReader offsets;
    private final TaskShare share;
    private final Map<String, String> properties;
    private final WakeUp wakeUp;
    private final SourceBlock block;
    private final SourceMetrics metrics;

    /** Makes a reader for the task whose whole configuration is {@code properties}. */
    Db2ReaderFactory(
            Db2SourceConfig config,
            Db2Session session,
            OffsetStorageReader offsets,
            Map<String, String> properties,
            WakeUp wakeUp,
            SourceMetrics metrics) {
        this.metrics = metrics;
        this.config = config;
        this.session = session;
        this.offsets = offsets;
        this.properties = Map.copyOf(properties);
        this.share = TaskShare.of(properties);
        this.wakeUp = wakeUp;
        this.block = new SourceBlock(config.topicPrefix(), session.address().database());
    }

    /** Asks the database and the stored offsets, and returns the reader. */
    Db2Reader create() throws SQLException {
        StartState state =
                new StartState(config, session, offsets, share, () -> new Db2Session(config.address(), metrics));
        Notifications notifications =
                new Notifications(config.notificationTopic(), config.name(), config.topicPrefix(), share.index());
        LoadScheduler loads = loads(state, notifications);
        TaskTables tables = new TaskTables(state.plan().tables());
        @Nullable Lsn from = streamFrom(state);
        submit(state, loads, tables, from);
        @Nullable KafkaSignals kafka = kafkaSignals();
        try {
            Signals signals = new Signals(config, loads, tables, notifications, kafka);
            return reader(state, loads, notifications, tables, signals, from);
        } catch (SQLException | RuntimeException e) {
            // The next attempt makes another consumer, which this one would take messages from.
            if (kafka != null) {
                kafka.close();
            }
            throw e;
        }
    }

    private Db2Reader reader(
            StartState state,
            LoadScheduler loads,
            Notifications notifications,
            TaskTables tables,
            Signals signals,
            @Nullable Lsn from)
            throws SQLException {
        Loads ordered =
                new Loads(config, loads, tables, signals, state.control().schema());
        boolean queries = config.captureMode() == CaptureMode.QUERY;
        @Nullable Changes changes = queries ? queries(state) : null;
        if (!queries && from != null && config.snapshotMode().streams()) {
            changes = new CapturedChanges(streams(state, from, ordered), session, pruneControl(state));
        }
        Heartbeats heartbeats = new Heartbeats(
                config.heartbeatTopic(),
                config.topicPrefix(),
                config.heartbeatInterval(),
                new HeartbeatAction(session, config.heartbeatAction()));
        @Nullable
        SourceRecord asked = share.index() == 0
                ? AskedCommits.unstored(properties, offsets, config.topicPrefix(), heartbeats)
                        .orElse(null)
                : null;
        return new Db2Reader(
                loads,
                signals,
                notifications,
                changes,
                new Beginning(offsets, System::nanoTime),
                heartbeats,
                asked,
                config.pollInterval(),
                new Attempts(config.address(), Retries.of(config), metrics::retried),
                new Attempts(config.address(), Retries.of(config), metrics::retried),
                wakeUp,
                metrics);
    }

    private @Nullable KafkaSignals kafkaSignals() {
        @Nullable String topic = config.signalTopic();
        return topic == null || share.index() != 0
                ? null
                : new KafkaSignals(
                        topic, config.topicPrefix(), config.signalConsumer(), wakeUp::raise, config.topicPrefix());
    }

    private @Nullable Lsn streamFrom(StartState state) throws SQLException {
        @Nullable Lsn known = state.starts().earliest();
        return share.isAll() && known != null ? known : state.streamFrom();
    }

    private LoadScheduler loads(StartState state, Notifications notifications) {
        return new LoadScheduler(
                config.loadSettings(),
                block,
                state::connection,
                state.stored(),
                state.partitions(),
                wakeUp,
                config.topicPrefix() + "-" + share.index(),
                notifications::add,
                state.notes());
    }

    /** Orders what is due, and what was ordered before the restart and is not done. */
    private void submit(StartState state, LoadScheduler loads, TaskTables tables, @Nullable Lsn from)
            throws SQLException {
        Catalog catalog = new Catalog(session.connection());
        for (InitialLoads.Due due : state.due()) {
            boolean ofStream = due.order().cause() == LoadCause.STREAM;
            boolean again = ofStream && due.known() == null && state.wasLoaded(due.events());
            if (again
                    && !share.isAll()
                    && state.starts().uncovered().contains(due.order().table())) {
                // The table's stream covers it as soon as it has begun, and then the earlier load would count again.
                loads.submit(again(due.order()), due.events(), true);
            } else {
                loads.submit(due, ofStream ? from : null);
            }
            metrics.loads(due.order().table(), catalog.estimatedRows(due.order().table()));
        }
        for (LoadOrder order : state.notes().orders()) {
            @Nullable TableEvents events = tables.get(order.table());
            if (events != null) {
                loads.submit(order, events, true);
            }
        }
    }

    private static LoadOrder again(LoadOrder order) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        return order.again(micros);
    }

    private ChangeStreams streams(StartState state, Lsn from, Loads loads) throws SQLException {
        StreamPartitions partitions = new StreamPartitions(config.topicPrefix());
        ChangeStreams streams = new ChangeStreams(
                config.streamSettings(),
                session,
                state.control(),
                new PresentTables(
                        config, session, state.control(), share, state.plan().wanted()),
                block,
                loads,
                share.isAll() ? null : partitions::of);
        metrics.watch(streams::capture, streams::tablesNotCaptured);
        long fromMicros = state.beginsNow() ? state.control().currentMicros() : Long.MIN_VALUE;
        state.starts().of(share, from, fromMicros).forEach(start -> {
            List<ChangeTable> own = state.plan().changeTables().entrySet().stream()
                    .filter(table -> share.owns(table.getKey()))
                    .filter(table ->
                            share.isAll() || partitions.of(table.getKey()).equals(start.partition()))
                    .map(Map.Entry::getValue)
                    .toList();
            streams.add(start, own);
        });
        return streams;
    }

    private Changes queries(StartState state) throws SQLException {
        QueryPlanner planner = new QueryPlanner(config, new Catalog(session.connection()));
        List<TableEvents> own = state.plan().tables().stream()
                .filter(table -> share.owns(table.table()))
                .toList();
        planner.plan(own);
        QueryStream stream = new QueryStream(
                planner.tables(),
                config.querySettings(),
                session,
                new ServerClock(config.timeZone()),
                block,
                new StreamPartitions(config.topicPrefix())::ofQueries,
                offsets::offset);
        return new QueryChanges(stream, session);
    }

    private @Nullable PruneControl pruneControl(StartState state) {
        @Nullable PruneSet set = config.pruneSet();
        return set == null
                ? null
                : new PruneControl(
                        state.control(),
                        set,
                        config.filter()::wants,
                        tables -> new StreamStarts(offsets, new StreamPartitions(config.topicPrefix()), tables)
                                .notNeeded(),
                        config.pruneInterval());
    }
}
