package io.odsconnect.aerospike;

import com.aerospike.client.AerospikeClient;
import io.odsconnect.aerospike.client.ClientRecords;
import io.odsconnect.aerospike.client.Clients;
import io.odsconnect.aerospike.client.ClusterCheck;
import io.odsconnect.aerospike.client.CrashWatch;
import io.odsconnect.aerospike.client.LoginWatch;
import io.odsconnect.aerospike.client.Upkeep;
import io.odsconnect.aerospike.compare.AerospikeComparer;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.mapping.RowMapper;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.BatchWriter;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aerospike, as the engine sees it. Each batch under way has a thread to itself, of which there are no more than the
 * engine has batches in flight: the client's synchronous calls know TLS, which its own event loops do not.
 */
public final class AerospikeStore implements Store<AerospikeWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(AerospikeStore.class);

    private final AerospikeSinkConfig config;
    private final AerospikeClient client;
    private final RowMapper mapper;
    private final BatchWriter writer;
    private final Upkeep upkeep;
    private final CrashWatch crashes;
    private final LoginWatch login;
    private final ExecutorService threads;

    /**
     * Connects to the cluster. A mistake in the options ends the task at once; a cluster that cannot be reached may be
     * back when the first records come.
     *
     * @param props the connector's options
     * @throws ConnectException if the cluster is there and cannot be written to as the options say
     */
    public AerospikeStore(Map<String, String> props) {
        this(checked(props), config -> Clients.connect(config, false));
    }

    /** Works with the client that {@code connector} gives, and closes it, also where this fails. */
    AerospikeStore(AerospikeSinkConfig config, Function<AerospikeSinkConfig, AerospikeClient> connector) {
        this.config = config;
        client = connector.apply(config);
        try {
            mapper = new RowMapper(config);
            Set<String> namespaces = config.namespaces();
            ClientRecords records =
                    new ClientRecords(client, config.writeRules(), namespace -> !namespaces.contains(namespace));
            writer = new BatchWriter(records, config.requestTimeoutMs());
            login = new LoginWatch(client, config);
            AtomicInteger count = new AtomicInteger();
            threads = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "aerospike-sink-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
            upkeep = new Upkeep(client, config, writer);
            crashes = new CrashWatch(client);
            upkeep.start();
            if (config.offsetHoldMs() > 0) {
                crashes.start();
            }
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    private static AerospikeSinkConfig checked(Map<String, String> props) {
        AerospikeSinkConfig config = new AerospikeSinkConfig(props);
        for (ClusterCheck.Problem problem : ClusterCheck.of(config)) {
            if (!problem.mayPass()) {
                throw new ConnectException(problem.option() + ": " + problem.sentence());
            }
            LOG.warn("{}: {} The task starts anyway.", problem.option(), problem.sentence());
        }
        return config;
    }

    @Override
    public void assigned() {
        writer.forgetRows();
    }

    @Override
    public List<AerospikeWrite> map(ChangeEvent event) {
        return mapper.map(event);
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<AerospikeWrite> batch) {
        return CompletableFuture.supplyAsync(() -> login.explain(writer.write(batch)), threads);
    }

    @Override
    public long lossWindowMillis() {
        return config.offsetHoldMs() == 0 ? 0 : config.offsetHoldMs() + CrashWatch.NOTICE_MILLIS;
    }

    @Override
    public boolean mayHaveLostWrites() {
        boolean did = crashes.hasCrashed();
        if (did) {
            // What made a row known may be lost as well.
            writer.forgetRows();
        }
        return did;
    }

    @Override
    public Optional<Comparer<AerospikeWrite>> comparer() {
        return Optional.of(new AerospikeComparer(client, config, threads));
    }

    @Override
    public void close() {
        upkeep.close();
        crashes.close();
        threads.shutdown();
        client.close();
    }
}
