package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Host;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.ClientPolicy;
import com.aerospike.client.policy.InfoPolicy;
import com.aerospike.client.policy.Replica;
import com.aerospike.client.policy.TlsPolicy;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import java.util.List;

/** Makes clients. */
public final class Clients {

    private Clients() {}

    /**
     * Connects to the cluster.
     *
     * @param config where it is
     * @param atOnce whether a cluster that cannot be reached is an error; else the client goes on trying, and what is
     *     asked of it meanwhile fails
     * @throws AerospikeException if no node can be reached in {@code aerospike.connect.timeout.ms}, or none lets us in
     */
    public static AerospikeClient connect(AerospikeSinkConfig config, boolean atOnce) {
        return connect(config, config.hosts(), config.connectTimeoutMs(), atOnce);
    }

    /**
     * Connects to some of the nodes to begin with, and waits no longer than {@code timeoutMs} for each.
     *
     * @throws AerospikeException as {@link #connect(AerospikeSinkConfig, boolean)}
     */
    static AerospikeClient connect(AerospikeSinkConfig config, List<Host> hosts, int timeoutMs, boolean atOnce) {
        ClientPolicy policy = new ClientPolicy();
        policy.failIfNotConnected = atOnce;
        policy.timeout = timeoutMs;
        policy.loginTimeout = timeoutMs;
        policy.useServicesAlternate = config.servicesAlternate();
        config.clusterName().ifPresent(name -> policy.clusterName = name);
        if (config.logsIn()) {
            policy.authMode = config.authMode();
        }
        config.username().ifPresent(user -> {
            policy.user = user;
            policy.password = config.password();
        });
        config.sslContext().ifPresent(context -> {
            policy.tlsPolicy = new TlsPolicy();
            policy.tlsPolicy.context = context;
        });
        if (!config.rackIds().isEmpty()) {
            policy.rackAware = true;
            policy.rackIds = config.rackIds();
        }
        policy.infoPolicyDefault = new InfoPolicy();
        policy.infoPolicyDefault.timeout = timeoutMs;
        policy.batchParentPolicyWriteDefault = batchPolicy(config);
        return new AerospikeClient(policy, hosts.toArray(Host[]::new));
    }

    private static BatchPolicy batchPolicy(AerospikeSinkConfig config) {
        BatchPolicy policy = BatchPolicy.WriteDefault();
        policy.connectTimeout = config.connectTimeoutMs();
        policy.socketTimeout = config.socketTimeoutMs();
        policy.totalTimeout = config.requestTimeoutMs();
        policy.maxRetries = config.maxRetries();
        // Writes go to the master with either.
        policy.replica = config.rackIds().isEmpty() ? Replica.MASTER : Replica.PREFER_RACK;
        // To all nodes at once.
        policy.maxConcurrentThreads = 0;
        return policy;
    }
}
