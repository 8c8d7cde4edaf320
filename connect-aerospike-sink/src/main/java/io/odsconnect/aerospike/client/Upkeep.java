package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.cluster.Node;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.BatchWriter;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.aerospike.protocol.WriteRules;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task does beside its writes so that deleted rows stay deleted: looks for what puts did whose answers were lost,
 * and goes through the delete markers after the start, and after a node was away.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final long LOOK_MILLIS = 500;
    private static final long WATCH_MILLIS = 5000;

    private final AerospikeClient client;
    private final AerospikeSinkConfig config;
    private final BatchWriter writer;
    private final NodeWatch nodes;
    private final MarkerSweep sweep;
    private final ScheduledExecutorService looks = thread("aerospike-sink-looks");
    private final ScheduledExecutorService sweeps = thread("aerospike-sink-markers");
    private boolean sweepDue;
    private List<Step> unchecked = List.of();
    private boolean failing;

    /**
     * Makes what is to be {@linkplain #start started}.
     *
     * @param client connected to the cluster
     * @param config the task's options
     * @param writer which writes the rows
     */
    public Upkeep(AerospikeClient client, AerospikeSinkConfig config, BatchWriter writer) {
        this.client = client;
        this.config = config;
        this.writer = writer;
        nodes = new NodeWatch(client);
        // Rows are found by their digests here, where there may be no key to send.
        WriteRules rules = config.writeRules();
        sweep = new MarkerSweep(
                client,
                config,
                new ClientRecords(
                        client,
                        new WriteRules(rules.positionBin(), false, rules.durableDelete(), rules.commitLevel())));
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins. */
    public void start() {
        if (!config.shared().positionGuard()) {
            return;
        }
        try {
            var unusedLooks = looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (config.markerCheckRate() > 0 && config.appliesChanges()) {
                var unusedSweeps = sweeps.scheduleWithFixedDelay(this::watch, 0, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void look() {
        try {
            writer.lookForLostPuts();
        } catch (RuntimeException e) {
            LOG.warn("The check for rows that came back by puts whose answers were lost failed. It is retried", e);
        }
    }

    private void watch() {
        try {
            sweepDue |= nodes.cameBack();
            sweepDue |= writer.lostTooManyPuts();
            // What a node brings along may come with the last records that are moved.
            if ((sweepDue || !unchecked.isEmpty()) && !recordsMove()) {
                check();
            }
            failing = false;
        } catch (RuntimeException e) {
            // While a node is away this is no news, and that it is, is logged elsewhere.
            if (!failing) {
                LOG.warn("The scan of the delete markers failed. It is retried", e);
            }
            failing = true;
        }
    }

    private void check() {
        MarkerSweep.Result result = sweepDue ? sweep.run() : sweep.again(unchecked);
        unchecked = result.failed();
        if (sweepDue) {
            LOG.info(
                    "Checked {} delete markers after the start or after a node was down, and removed {} rows that had"
                            + " come back",
                    result.markers(),
                    result.removed());
            if (!unchecked.isEmpty()) {
                LOG.warn(
                        "{} rows with a delete marker could not be checked. The check is retried: {}",
                        unchecked.size(),
                        result.reason());
            }
        } else if (unchecked.isEmpty()) {
            LOG.info("Rows that could not be checked before are checked now; {} were removed", result.removed());
        }
        sweepDue = false;
    }

    private boolean recordsMove() {
        for (Node node : client.getNodes()) {
            for (String namespace : config.namespaces()) {
                if (NamespaceFacts.ask(client, node, namespace).moves()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        looks.shutdownNow();
        sweeps.shutdownNow();
    }
}
