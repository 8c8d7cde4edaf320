package io.odsconnect.common.sink;

import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.ReportLog;
import io.odsconnect.common.compare.RunContext;
import io.odsconnect.common.compare.RunContext.Repair;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.metrics.TaskMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the engine of a task that compares. */
final class CompareStart {

    private static final Logger LOG = LoggerFactory.getLogger(CompareStart.class);

    private CompareStart() {}

    /**
     * Returns the work of a task.
     *
     * @throws ConnectException if the store cannot be compared with
     */
    static <W extends StoreWrite> SinkWork of(
            Store<W> store,
            TaskName name,
            SinkOptions options,
            CompareOptions compare,
            SinkTaskContext context,
            ReportLog reports,
            TaskMetrics metrics) {
        Comparer<W> comparer = store.comparer()
                .orElseThrow(() -> new ConnectException("Connector " + name.connector()
                        + ": this store cannot be compared with: set " + CompareOptions.MODE + "=apply"));
        if (comparer.knowsDeletesFor().isZero()) {
            LOG.warn(
                    "Connector {}: the store cannot distinguish a deleted row from one that never existed. Add the change"
                            + " topics to the topics of the connector, else a missing row is unconfirmed",
                    name.connector());
        }
        RunContext<W> runs = new RunContext<>(
                name.connector(), compare, comparer, writer(store, compare), reports, System::currentTimeMillis);
        SinkMetrics sink = new SinkMetrics() {
            @Override
            public void close() {
                metrics.close();
            }
        };
        CompareEngine<W> engine = new CompareEngine<>(
                name.connector(),
                store,
                comparer,
                options,
                compare,
                context,
                runs,
                reports,
                sink,
                EngineTiming.of(name, options));
        metrics.gauge("compare-rows-total", "Rows that were compared with the store", runs::rowsCompared);
        metrics.gauge("compare-findings-total", "Findings of compare runs", runs::findings);
        metrics.gauge("compare-runs", "Compare runs of tables that are under way", engine::runsUnderWay);
        return engine;
    }

    /** Returns the function that repairs rows; null if nothing may be written. */
    static <W extends StoreWrite> @Nullable Function<List<W>, CompletionStage<List<Repair>>> writer(
            Store<W> store, CompareOptions compare) {
        return compare.mode() == SinkMode.REPAIR && !compare.dryRun()
                ? batch -> store.write(batch).thenApply(CompareStart::repairs)
                : null;
    }

    private static List<Repair> repairs(List<Outcome> outcomes) {
        List<Repair> repairs = new ArrayList<>(outcomes.size());
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Retry why) {
                // Writing a row twice does no harm.
                throw new StoreUnavailableException(why.reason(), why.cause());
            }
            if (outcome instanceof Outcome.Fatal why) {
                throw new ConnectException(why.reason(), why.cause());
            }
            repairs.add(
                    outcome instanceof Outcome.Applied
                            ? Repair.REPAIRED
                            : outcome instanceof Outcome.Stale ? Repair.NEWER : Repair.REFUSED);
        }
        return repairs;
    }
}
