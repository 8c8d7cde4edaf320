package io.odsconnect.common.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of this project's connectors by name, so that an option set at the wrong connector is reported with its owner. */
public final class OtherConnectors {

    private static final Map<String, List<String>> OPTIONS = Map.of(
            "Redis sink",
            List.of(
                    "redis.",
                    "value.type",
                    "index.template",
                    "index.type",
                    "index.score.field",
                    "index.field",
                    "wait.replicas",
                    "wait.timeout.ms"),
            "Cassandra sink",
            List.of(
                    "cassandra.",
                    "table.template",
                    "table.template.",
                    "column.mapping",
                    "column.mapping.",
                    "write.mode",
                    "history.",
                    "auto.create",
                    "auto.create.",
                    "partition.batch.bytes"),
            "Aerospike sink",
            List.of("aerospike.", "set.template", "set.template."),
            "Db2 source",
            List.of(
                    "database.",
                    "table.include.list",
                    "table.exclude.list",
                    "column.include.list",
                    "column.exclude.list",
                    "topic.prefix",
                    "snapshot.mode",
                    "bulk.load.",
                    "capture.",
                    "poll.interval.ms",
                    "heartbeat.interval.ms",
                    "tombstones.on.delete"));

    private OtherConnectors() {}

    /**
     * Returns the options of all connectors but one: names, or beginnings of names that end in a dot, and a sentence that
     * says whose they are.
     *
     * @param connector the one, such as {@code Redis sink}
     */
    public static Map<String, String> besides(String connector) {
        Map<String, String> sentences = new LinkedHashMap<>();
        OPTIONS.forEach((other, names) -> {
            if (!other.equals(connector)) {
                names.forEach(name -> sentences.put(
                        name, "It is an option of the " + other + ", and does nothing here: take it out."));
            }
        });
        return sentences;
    }
}
