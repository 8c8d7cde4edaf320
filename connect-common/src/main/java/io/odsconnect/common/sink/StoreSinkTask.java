package io.odsconnect.common.sink;

import io.odsconnect.common.Version;
import io.odsconnect.common.audit.AuditLog;
import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.common.audit.Auditor;
import io.odsconnect.common.audit.TopicWriter;
import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.ReportLog;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.metrics.TaskMetrics;
import io.odsconnect.common.metrics.WorkerStatus;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The task of every sink: a {@link Store} and the engine that fills it. The task of each sink supplies its store. */
public abstract class StoreSinkTask extends SinkTask {

    private final ConfigDef definition;
    private final Function<Map<String, String>, ? extends Store<?>> opener;
    private @Nullable SinkWork work;

    /**
     * Makes a task.
     *
     * @param definition the definition of the connector's options
     * @param opener opens the store from the task's configuration
     */
    protected StoreSinkTask(ConfigDef definition, Function<Map<String, String>, ? extends Store<?>> opener) {
        this.definition = definition;
        this.opener = opener;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void start(Map<String, String> props) {
        TaskName name = TaskName.of(props);
        SinkOptions options = SinkOptions.of(definition, props);
        // Closed in reverse order if a later step fails.
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            CompareOptions compare = CompareOptions.of(props);
            work = compare.mode() == SinkMode.APPLY
                    ? apply(name, options, props, opened)
                    : compare(name, options, compare, props, opened);
        } catch (RuntimeException | Error e) {
            try {
                Closing.all(opened.toArray(new AutoCloseable[0]));
            } catch (RuntimeException | Error more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private SinkWork apply(TaskName name, SinkOptions options, Map<String, String> props, Deque<AutoCloseable> opened) {
        AuditTrail audit = trail(name, options);
        opened.push(audit::close);
        Store<?> store = opener.apply(props);
        opened.push(store);
        TaskMetrics reported = TaskMetrics.of(context, ReportedSinkMetrics.TYPE, name.connector(), name.task());
        opened.push(reported);
        reported.gauge(
                "audit-pending-records",
                "Records that the store has acknowledged and the audit topic has not",
                audit::pendingRecords);
        SinkMetrics metrics = new ReportedSinkMetrics(
                reported, new WorkerStatus(name.connector(), name.task())::isPaused, System::currentTimeMillis);
        SinkEngine<?> engine = engine(store, name, options, audit, metrics);
        return new ApplyWork(engine, new FlowControl(name.connector(), engine, context, options, metrics));
    }

    private SinkWork compare(
            TaskName name,
            SinkOptions options,
            CompareOptions compare,
            Map<String, String> props,
            Deque<AutoCloseable> opened) {
        ReportLog reports = ReportLog.on(TopicWriter.open(
                options.audit(), compare.topic(), "reconciliation", name, options.retryTimeoutMillis()));
        opened.push(reports);
        Store<?> store = opener.apply(props);
        opened.push(store);
        TaskMetrics metrics = TaskMetrics.of(context, ReportedSinkMetrics.TYPE, name.connector(), name.task());
        opened.push(metrics);
        return CompareStart.of(store, name, options, compare, context, reports, metrics);
    }

    private <W extends StoreWrite> SinkEngine<W> engine(
            Store<W> store, TaskName name, SinkOptions options, AuditTrail audit, SinkMetrics metrics) {
        return new SinkEngine<>(
                name.connector(),
                store,
                options,
                new DeadLetters(name.connector(), context.errantRecordReporter(), System::nanoTime),
                audit,
                metrics,
                EngineTiming.of(name, options));
    }

    private static AuditTrail trail(TaskName name, SinkOptions options) {
        AuditOptions audit = options.audit();
        AuditLog log = audit.isEnabled()
                ? AuditLog.open(
                        audit,
                        new Auditor(Auditor.Role.SINK, name.connector(), name.task()),
                        options.retryTimeoutMillis())
                : null;
        return new AuditTrail(log, audit.digestHeader(), System::currentTimeMillis);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        work().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        work().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        return work().committable(consumed);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        work().close(partitions);
    }

    @Override
    public void stop() {
        // A task whose start failed is stopped as well.
        SinkWork started = work;
        work = null;
        if (started != null) {
            started.stop();
        }
    }

    private SinkWork work() {
        return Objects.requireNonNull(work, "The task was not started");
    }
}
