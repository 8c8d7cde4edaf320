package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Info;
import com.aerospike.client.cluster.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a record stays that was written without a life of its own: its set says so, or its namespace. Thread-safe. */
public final class DefaultLife {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String SETTING = "default-ttl";

    private final AerospikeClient client;
    private final Map<String, Known> known = new HashMap<>();

    /** Asks this client's nodes. */
    public DefaultLife(AerospikeClient client) {
        this.client = client;
    }

    private record Known(OptionalLong seconds, long asked) {}

    /** Returns the seconds; 0 for never, empty if no node reports them. */
    public synchronized OptionalLong seconds(String namespace, @Nullable String set) {
        String name = namespace + ":" + set;
        Known last = known.get(name);
        if (last == null || System.nanoTime() - last.asked > KEPT_NANOS) {
            last = new Known(ask(namespace, set), System.nanoTime());
            known.put(name, last);
        }
        return last.seconds;
    }

    private OptionalLong ask(String namespace, @Nullable String set) {
        OptionalLong told = OptionalLong.empty();
        for (Node node : client.getNodes()) {
            if (told.isEmpty()) {
                told = ask(node, namespace, set);
            }
        }
        return told;
    }

    private OptionalLong ask(Node node, String namespace, @Nullable String set) {
        try {
            long ofSet = ofSet(Info.request(client.getInfoPolicyDefault(), node, "sets/" + namespace + "/" + set));
            String ofNamespace =
                    NamespaceFacts.ask(client, node, namespace).settings().get(SETTING);
            if (ofSet != 0) {
                return OptionalLong.of(Math.max(0, ofSet));
            }
            return ofNamespace == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(ofNamespace));
        } catch (AerospikeException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns what a set says in {@code …:default-ttl=60:…}: seconds, -1 for ever, 0 where it says nothing. */
    static long ofSet(@Nullable String answer) {
        for (String field : String.valueOf(answer).split("[:;]", -1)) {
            if (field.startsWith(SETTING + "=")) {
                return Long.parseLong(field.substring(SETTING.length() + 1).strip());
            }
        }
        return 0;
    }
}
