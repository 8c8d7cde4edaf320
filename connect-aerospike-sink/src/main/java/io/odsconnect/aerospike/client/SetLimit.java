package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Info;
import com.aerospike.client.cluster.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a namespace that cannot have one more set from a row that the server does not take: it answers both alike. Safe
 * for use by several threads.
 */
final class SetLimit {

    /** How many sets a namespace can have; it never forgets one that was truncated. */
    static final int MOST = 4095;

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final IAerospikeClient client;
    private final Map<String, Sets> known = new HashMap<>();

    SetLimit(IAerospikeClient client) {
        this.client = client;
    }

    /**
     * The sets of a namespace on the node that has most of them.
     *
     * @param names their names
     * @param asked when, by {@link System#nanoTime}
     */
    private record Sets(Set<String> names, long asked) {}

    /** Returns why a namespace takes nothing in a set; null if that is not for the number of its sets. */
    synchronized @Nullable String reached(String namespace, @Nullable String set) {
        if (set == null || set.isEmpty()) {
            return null;
        }
        Sets sets = known.get(namespace);
        if (sets == null || System.nanoTime() - sets.asked > KEPT_NANOS) {
            sets = new Sets(ask(namespace), System.nanoTime());
            known.put(namespace, sets);
        }
        return sets.names.size() < MOST || sets.names.contains(set)
                ? null
                : "Namespace " + namespace + " has " + MOST
                        + " sets, and can have no more, so there is none for new rows or"
                        + " for their delete markers: choose fewer sets with set.template (columns in it give one for"
                        + " each of their values, and each takes a second one for its markers). A set that is empty"
                        + " counts until all nodes have been started cold";
    }

    private Set<String> ask(String namespace) {
        Set<String> most = new HashSet<>();
        for (Node node : client.getNodes()) {
            Set<String> names = ask(node, namespace);
            most = names.size() > most.size() ? names : most;
        }
        return most;
    }

    /** Returns none where the node does not answer: another may, and else the row is judged by its code alone. */
    private Set<String> ask(Node node, String namespace) {
        try {
            return names(Info.request(client.getInfoPolicyDefault(), node, "sets/" + namespace));
        } catch (AerospikeException e) {
            return Set.of();
        }
    }

    /** Returns the names in {@code ns=…:set=…:objects=…;…}. */
    static Set<String> names(@Nullable String answer) {
        Set<String> names = new HashSet<>();
        for (String set : String.valueOf(answer).split(";", -1)) {
            for (String field : set.split(":", -1)) {
                if (field.startsWith("set=")) {
                    names.add(field.substring("set=".length()));
                }
            }
        }
        return names;
    }
}
