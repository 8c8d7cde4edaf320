package io.odsconnect.testbed.cassandra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the embedded Cassandra is set up. Each {@code with} method returns a changed copy.
 *
 * @param login whether clients have to log in, at first as {@code cassandra} with the password {@code cassandra}
 * @param durable whether every acknowledged write survives {@link CassandraServer#kill()}; else those of the last tenth
 *     of a second may go, as with Cassandra's own defaults
 * @param heapMegabytes the node's heap, in MiB
 * @param jvmOptions further options of the node's JVM; by default it compiles quickly rather than well
 * @param settings further lines of {@code cassandra.yaml}, name to a YAML value; they win over ours
 */
public record CassandraOptions(
        boolean login, boolean durable, int heapMegabytes, List<String> jvmOptions, Map<String, String> settings) {

    /** A node without a login, with a heap for some hundred thousand rows. */
    public static final CassandraOptions PLAIN =
            new CassandraOptions(false, false, 256, List.of("-XX:TieredStopAtLevel=1"), Map.of());

    /** Copies the collections. */
    public CassandraOptions {
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
    }

    /** Returns these options with a login by name and password. */
    public CassandraOptions withLogin() {
        return new CassandraOptions(true, durable, heapMegabytes, jvmOptions, settings);
    }

    /** Returns these options with a commit log that is written before a write is acknowledged; slower. */
    public CassandraOptions withDurability() {
        return new CassandraOptions(login, true, heapMegabytes, jvmOptions, settings);
    }

    /** Returns these options with another heap size, in MiB. */
    public CassandraOptions withHeap(int megabytes) {
        return new CassandraOptions(login, durable, megabytes, jvmOptions, settings);
    }

    /** Returns these options with other further options of the JVM; a benchmark takes none. */
    public CassandraOptions withJvmOptions(String... options) {
        return new CassandraOptions(login, durable, heapMegabytes, List.of(options), settings);
    }

    /** Returns these options with more options of the JVM. */
    public CassandraOptions withMoreJvmOptions(String... options) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(List.of(options));
        return new CassandraOptions(login, durable, heapMegabytes, all, settings);
    }

    /** Returns these options with one more line of {@code cassandra.yaml}. */
    public CassandraOptions with(String name, String yamlValue) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, yamlValue);
        return new CassandraOptions(login, durable, heapMegabytes, jvmOptions, more);
    }
}
