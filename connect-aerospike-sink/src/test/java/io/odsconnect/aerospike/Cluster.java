package io.odsconnect.aerospike;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.policy.ClientPolicy;
import com.aerospike.client.policy.WritePolicy;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The server that all tests of this JVM share, and a client of their own to look into it. */
final class Cluster {

    private static final AtomicInteger SETS = new AtomicInteger();
    private static @Nullable Cluster instance;

    private final AerospikeServer server;
    private final AerospikeClient client;

    private Cluster() {
        server = AerospikeServer.embeddedOrGiven();
        server.start();
        client = new AerospikeClient(new ClientPolicy(), server.host(), server.port());
    }

    static synchronized Cluster get() {
        if (instance == null) {
            instance = new Cluster();
        }
        return instance;
    }

    AerospikeServer server() {
        return server;
    }

    AerospikeClient client() {
        return client;
    }

    /** Returns a client that is the caller's to close. */
    AerospikeClient newClient() {
        return new AerospikeClient(new ClientPolicy(), server.host(), server.port());
    }

    /** Returns the name of a set that nobody else has. */
    String newSet() {
        return "sink" + ProcessHandle.current().pid() + "x" + SETS.incrementAndGet();
    }

    Key key(String set, long id) {
        return new Key(server.namespace(), set, id);
    }

    /** Returns the bins of a record; null when there is none. */
    @Nullable
    Map<String, Object> bins(String set, long id) {
        Record record = client.get(null, key(set, id));
        return record == null ? null : record.bins;
    }

    /** Returns the bins of all records of a set, by user key. */
    Map<Object, Map<String, Object>> all(String set) {
        Map<Object, Map<String, Object>> all = new HashMap<>();
        client.scanAll(null, server.namespace(), set, (key, record) -> {
            synchronized (all) {
                all.put(key.userKey.getObject(), record.bins);
            }
        });
        return all;
    }

    /** Returns the connector's options for rows of a topic, with more of them in turn. */
    Map<String, String> options(String set, String... more) {
        Map<String, String> options = new HashMap<>(Map.of(
                "name",
                "test",
                "aerospike.hosts",
                server.host() + ":" + server.port(),
                "aerospike.namespace",
                server.namespace(),
                "set.template",
                set));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    /** Returns the connector's options for rows of a topic, with these on top. */
    Map<String, String> options(String set, Map<String, String> more) {
        Map<String, String> options = options(set);
        options.putAll(more);
        return options;
    }

    /** Returns a policy for records that the tests put themselves. */
    static WritePolicy forever() {
        WritePolicy policy = new WritePolicy();
        policy.expiration = -1;
        policy.sendKey = true;
        return policy;
    }
}
