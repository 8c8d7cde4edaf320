package io.odsconnect.benchmarks.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline: what is set for worker, source and sink.
 *
 * @param name its name on the command line and in the output
 * @param worker properties of the worker that differ from the testbed's
 * @param source the source connector's config, with placeholders such as <code>{db2.url}</code> and <code>{load}</code>
 * @param sink the sink connector's config, likewise
 * @param avro whether the worker's converters write Avro
 * @param follows whether changes follow the rows, so that their latency can be measured
 */
record Pipeline(
        String name,
        Map<String, String> worker,
        Map<String, String> source,
        Map<String, String> sink,
        boolean avro,
        boolean follows) {

    private static final String PLAIN = "false";
    /** The producer settings of the example configs. */
    private static final Map<String, String> BATCHES = Map.of(
            "producer.override.batch.size", "262144",
            "producer.override.linger.ms", "10",
            "producer.override.compression.type", "lz4");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns our pipelines, by name. */
    static Map<String, Pipeline> ours() {
        Map<String, Pipeline> all = new LinkedHashMap<>();
        Map<String, String> plain =
                Map.of("key.converter.schemas.enable", PLAIN, "value.converter.schemas.enable", PLAIN);
        List<Pipeline> pipelines = List.of(
                ours("json", Map.of(), Map.of(), Map.of(), false),
                ours("plain", plain, Map.of(), Map.of(), false),
                ours("flat", Map.of(), flatten(), Map.of(), false),
                ours("flat-plain", plain, flatten(), Map.of(), false),
                ours("json-batches", Map.of(), BATCHES, Map.of(), false),
                ours("flat-batches", Map.of(), with(flatten(), BATCHES), Map.of(), false),
                ours("transforms", Map.of(), transforms(), verify(), false),
                ours("transforms-batches", Map.of(), with(transforms(), BATCHES), verify(), false),
                ours("avro", Map.of(), Map.of(), Map.of(), true));
        pipelines.forEach(pipeline -> all.put(pipeline.name, pipeline));
        return all;
    }

    /**
     * Returns a pipeline of other connectors.
     *
     * @param file JSON with the objects {@code source} and {@code sink}, and {@code worker} where its properties differ
     */
    static Pipeline ofPeer(String name, Path file) {
        try {
            Map<String, Map<String, String>> parts = JSON.readValue(file.toFile(), new TypeReference<>() {});
            Map<String, String> worker = new LinkedHashMap<>(parts.getOrDefault("worker", Map.of()));
            // Not every connector has a services file.
            worker.putIfAbsent("plugin.discovery", "hybrid_warn");
            return new Pipeline(
                    name,
                    worker,
                    parts.getOrDefault("source", Map.of()),
                    parts.getOrDefault("sink", Map.of()),
                    false,
                    false);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " has not the form {\"source\": {…}, \"sink\": {…}}", e);
        }
    }

    private static Pipeline ours(
            String name,
            Map<String, String> worker,
            Map<String, String> atSource,
            Map<String, String> atSink,
            boolean avro) {
        Map<String, String> source = new LinkedHashMap<>();
        source.put("connector.class", "io.odsconnect.db2.Db2SourceConnector");
        source.put("database.hostname", "{db2.host}");
        source.put("database.port", "{db2.port}");
        source.put("database.user", "{db2.user}");
        source.put("database.password", "{db2.password}");
        source.put("database.dbname", "{db2.database}");
        source.put("topic.prefix", "{load}");
        source.put("table.include.list", "BENCH\\.CARD");
        source.put("poll.interval.ms", "100");
        source.putAll(atSource);
        Map<String, String> sink = new LinkedHashMap<>();
        sink.put("connector.class", "io.odsconnect.redis.RedisSinkConnector");
        sink.put("topics", "{load}.BENCH.CARD,{load}.BENCH.CARD.bulk");
        sink.put("redis.hosts", "{redis.host}:{redis.port}");
        // By the account's number, which no transform encrypts, the latency probe finds its row.
        sink.put("key.template", "card:{ACCOUNT_NO}");
        // A consumer that begins before its topic is there would look for it again after five minutes only.
        sink.put("consumer.override.metadata.max.age.ms", "500");
        sink.putAll(atSink);
        return new Pipeline(name, worker, source, sink, avro, true);
    }

    private static Map<String, String> with(Map<String, String> options, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putAll(more);
        return all;
    }

    private static Map<String, String> flatten() {
        return Map.of("transforms", "flat", "transforms.flat.type", "io.odsconnect.smt.FlattenEnvelope");
    }

    /** The transforms of the demo's source, on every row. */
    private static Map<String, String> transforms() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("transforms", "card,cardKey,digest,metadata,size");
        for (String[] part : List.of(new String[] {"card", "Value"}, new String[] {"cardKey", "Key"})) {
            String prefix = "transforms." + part[0] + ".";
            options.put(prefix + "type", "io.odsconnect.smt.EncryptFields$" + part[1]);
            options.put(prefix + "predicate", "isCard");
            options.put(prefix + "fields", "CARD_NO");
            options.put(prefix + "algorithm", "FF1");
            options.put(prefix + "ff1.keep.prefix", "2");
            options.put(prefix + "ff1.keep.suffix", "4");
            options.put(prefix + "ff1.luhn", "true");
            options.put(prefix + "keyset", "{card.keyset}");
        }
        options.put("transforms.digest.type", "io.odsconnect.smt.RecordDigest$Value");
        options.put("transforms.digest.algorithm", "HMAC-SHA-256");
        options.put("transforms.digest.hmac.key", "{digest.key}");
        options.put("transforms.metadata.type", "io.odsconnect.smt.InsertMetadata$Value");
        options.put(
                "transforms.metadata.headers",
                "record.id:uuid.stable,operation:operation,table:source.table,connector:connector.name,"
                        + "json.bytes:value.size");
        options.put("transforms.size.type", "io.odsconnect.smt.RecordSize");
        options.put("transforms.size.max.bytes", "10240");
        options.put("predicates", "isCard");
        options.put("predicates.isCard.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
        options.put("predicates.isCard.pattern", ".*\\.BENCH\\.CARD(\\.bulk)?");
        return options;
    }

    /** The transform of the demo's sinks. */
    private static Map<String, String> verify() {
        return Map.of(
                "transforms", "verify",
                "transforms.verify.type", "io.odsconnect.smt.VerifyDigest$Value",
                "transforms.verify.algorithm", "HMAC-SHA-256",
                "transforms.verify.hmac.key", "{digest.key}");
    }

    /** Returns a connector's config with the placeholders replaced. */
    static Map<String, String> filled(Map<String, String> config, Map<String, String> places) {
        Map<String, String> filled = new LinkedHashMap<>();
        List<Map.Entry<String, String>> all = new ArrayList<>(places.entrySet());
        config.forEach((option, value) -> {
            String text = value;
            for (Map.Entry<String, String> place : all) {
                text = text.replace("{" + place.getKey() + "}", place.getValue());
            }
            filled.put(option, text);
        });
        return filled;
    }
}
