package io.odsconnect.cassandra.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** What the options that find the cluster may not say together. */
final class ClusterRules {

    private ClusterRules() {}

    /** Returns the options to change, each with a sentence. */
    static Map<String, String> problems(AbstractConfig config) {
        String bundle = config.getString(CassandraOptions.SECURE_CONNECT_BUNDLE);
        return bundle == null ? withoutBundle(config) : withBundle(config, Path.of(bundle));
    }

    private static Map<String, String> withoutBundle(AbstractConfig config) {
        return config.getString(CassandraOptions.LOCAL_DATACENTER) != null
                ? Map.of()
                : Map.of(
                        CassandraOptions.LOCAL_DATACENTER,
                        "It is missing: name the data centre whose nodes are written to, as nodetool status shows it.");
    }

    private static Map<String, String> withBundle(AbstractConfig config, Path bundle) {
        Map<String, String> problems = new LinkedHashMap<>();
        if (!Files.isRegularFile(bundle) || !Files.isReadable(bundle)) {
            problems.put(
                    CassandraOptions.SECURE_CONNECT_BUNDLE,
                    "There is no such file on this worker, or it cannot be read.");
        }
        for (String option : config.originals().keySet()) {
            if (option.equals(CassandraOptions.CONTACT_POINTS)
                    || option.equals(CassandraOptions.LOCAL_DATACENTER)
                    || option.startsWith(CassandraOptions.TLS_PREFIX + "ssl.")) {
                problems.put(
                        option,
                        "It contradicts " + CassandraOptions.SECURE_CONNECT_BUNDLE
                                + ", which sets the same: leave out one of them.");
            }
        }
        return problems;
    }
}
