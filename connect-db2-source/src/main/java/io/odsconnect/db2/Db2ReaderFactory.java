package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.capture.PruneControl;
import io.odsconnect.db2.capture.PruneSet;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.metrics.SourceMetrics;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.plan.PresentTables;
import io.odsconnect.db2.plan.QueryPlanner;
import io.odsconnect.db2.query.QueryStream;
import io.odsconnect.db2.signal.KafkaSignals;
import io.odsconnect.db2.snapshot.Arrivals;
import io.odsconnect.db2.snapshot.BulkLoad;
import io.odsconnect.db2.snapshot.InitialLoads;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.snapshot.LoadDesk;
import io.odsconnect.db2.snapshot.LoadGate;
import io.odsconnect.db2.snapshot.LoadOrder;
import io.odsconnect.db2.snapshot.LoadSettings;
import io.odsconnect.db2.snapshot.LoadShare;
import io.odsconnect.db2.snapshot.PlannedLoad;
import io.odsconnect.db2.snapshot.Splitting;
import io.odsconnect.db2.table.Catalog;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Finds out where the task stopped, and makes the reader that goes on from there. */
final class Db2ReaderFactory {

    private final Db2SourceConfig config;
    private final Db2Session session;
    private final OffsetStorageReader offsets;
    private final TaskPlan plan;
    private final Arrivals arrivals;
    private final SourceBlock block;
    private final SourceMetrics metrics;

    Db2ReaderFactory(
            Db2SourceConfig config,
            Db2Session session,
            OffsetStorageReader offsets,
            TaskPlan plan,
            Arrivals arrivals,
            SourceMetrics metrics) {
        this.metrics = metrics;
        this.config = config;
        this.session = session;
        this.offsets = offsets;
        this.plan = plan;
        this.arrivals = arrivals;
        this.block = new SourceBlock(config.topicPrefix(), session.address().database());
    }

    /** Asks the database and the stored offsets, and returns the reader. */
    Db2Reader create() throws SQLException {
        Source source = new Source(config, session, offsets, plan, () -> new Db2Session(config.address(), metrics));
        Notifications notifications = new Notifications(
                config.notificationTopic(),
                config.name(),
                config.topicPrefix(),
                plan.share().index());
        LoadDesk desk = desk(source, notifications);
        TaskTables tables = new TaskTables(source.plan().tables());
        @Nullable Lsn from = streamFrom(source);
        submit(source, desk, tables, from);
        Signals signals = new Signals(config, desk, tables, notifications, kafkaSignals());
        Loads loads = new Loads(config, desk, tables, signals, source.control().schema());
        boolean queries = config.captureMode() == CaptureMode.QUERY;
        @Nullable Changes changes = queries ? queries(source) : null;
        if (!queries && from != null && config.snapshotMode().streams()) {
            changes = new CapturedChanges(streams(source, from, loads), session, pruneControl(source));
        }
        return new Db2Reader(
                desk,
                signals,
                notifications,
                changes,
                new Beginning(offsets, System::nanoTime),
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

    private @Nullable KafkaSignals kafkaSignals() {
        @Nullable String topic = config.signalTopic();
        return topic == null || plan.share().index() != 0
                ? null
                : new KafkaSignals(
                        topic, config.topicPrefix(), config.signalConsumer(), arrivals::raise, config.topicPrefix());
    }

    private @Nullable Lsn streamFrom(Source source) throws SQLException {
        @Nullable Lsn known = source.starts().earliest();
        if (!plan.isShared() && known != null) {
            return known;
        }
        @Nullable
        Lsn planned = plan.loads().stream()
                .filter(load -> load.order().cause() == LoadCause.STREAM
                        && plan.share().owns(load.order().table()))
                .map(load -> load.mark().streamFrom())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        @Nullable Lsn stored = source.streamFrom();
        return Stream.of(planned, stored)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private LoadGate gate(Source source) {
        LoadGate gate = new LoadGate(offsets, System::nanoTime);
        if (source.isBegun()) {
            gate.open();
        }
        return gate;
    }

    private LoadDesk desk(Source source, Notifications notifications) {
        LoadSettings settings = config.loadSettings();
        String name = config.topicPrefix() + "-" + plan.share().index();
        return new LoadDesk(
                settings,
                new BulkLoad(settings, block, source::connection, arrivals, name),
                gate(source),
                source.stored(),
                source.partitions(),
                new LoadShare(plan.share().index(), plan.share().count()),
                new Splitting(source::connection, settings.chunkSize(), settings.isolation(), name),
                arrivals,
                notifications::add,
                source.notes());
    }

    /** Orders what is due, and what was ordered before the restart and is not done. */
    private void submit(Source source, LoadDesk desk, TaskTables tables, @Nullable Lsn from) throws SQLException {
        Catalog catalog = new Catalog(session.connection());
        if (plan.isShared()) {
            for (PlannedLoad load : plan.loads()) {
                @Nullable TableEvents events = tables.get(load.order().table());
                if (events != null) {
                    desk.submit(load, events, load.order().cause() == LoadCause.STREAM);
                    metrics.loads(events.table(), catalog.estimatedRows(events.table()));
                }
            }
        } else {
            for (InitialLoads.Due due : source.due()) {
                desk.submit(due, due.order().cause() == LoadCause.STREAM ? from : null);
                metrics.loads(
                        due.order().table(), catalog.estimatedRows(due.order().table()));
            }
        }
        for (LoadOrder order : source.notes().orders()) {
            @Nullable TableEvents events = tables.get(order.table());
            if (events != null) {
                desk.submit(order, events, true);
            }
        }
    }

    private ChangeStreams streams(Source source, Lsn from, Loads loads) throws SQLException {
        StreamPartitions partitions = new StreamPartitions(config.topicPrefix());
        ChangeStreams streams = new ChangeStreams(
                config.streamSettings(),
                session,
                source.control(),
                new PresentTables(
                        config,
                        session,
                        source.control(),
                        plan.share(),
                        source.plan().wanted()),
                block,
                loads,
                plan.isShared() ? partitions::of : null);
        metrics.watch(streams::capture, streams::tablesNotCaptured);
        long fromMicros = source.beginsNow() ? source.control().currentMicros() : Long.MIN_VALUE;
        source.starts().of(plan.share(), from, fromMicros).forEach(start -> {
            List<ChangeTable> own = source.plan().changeTables().entrySet().stream()
                    .filter(table -> plan.share().owns(table.getKey()))
                    .filter(table ->
                            !plan.isShared() || partitions.of(table.getKey()).equals(start.partition()))
                    .map(Map.Entry::getValue)
                    .toList();
            streams.add(start, own);
        });
        return streams;
    }

    private Changes queries(Source source) throws SQLException {
        QueryPlanner planner = new QueryPlanner(config, new Catalog(session.connection()));
        List<TableEvents> own = source.plan().tables().stream()
                .filter(table -> plan.share().owns(table.table()))
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

    private @Nullable PruneControl pruneControl(Source source) {
        @Nullable PruneSet set = config.pruneSet();
        return set == null
                ? null
                : new PruneControl(
                        source.control(),
                        set,
                        config.filter()::wants,
                        tables -> new StreamStarts(offsets, new StreamPartitions(config.topicPrefix()), tables)
                                .notNeeded(),
                        config.pruneInterval());
    }
}
