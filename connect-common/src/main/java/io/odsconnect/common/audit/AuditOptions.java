package io.odsconnect.common.audit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The options of the audit, the same for sinks and source. */
public final class AuditOptions {

    /** The topic of the audit records; not set, there is no audit. */
    public static final String TOPIC = "audit.topic";
    /** What stands before the options of the audit's producer. */
    public static final String PRODUCER_PREFIX = "audit.producer.";
    /** The brokers that have the topic. */
    public static final String BOOTSTRAP_SERVERS = PRODUCER_PREFIX + ProducerConfig.BOOTSTRAP_SERVERS_CONFIG;
    /** The header in which records carry the digest of their row. */
    public static final String DIGEST_HEADER = "audit.digest.header";

    private static final String GROUP = "Audit";
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final ConfigDef OWN = define(new ConfigDef());

    private final AbstractConfig config;

    private AuditOptions(Map<String, String> props) {
        config = new AbstractConfig(OWN, props, false);
    }

    /**
     * Reads the options of a task.
     *
     * @throws ConfigException if one is not valid
     */
    public static AuditOptions of(Map<String, String> props) {
        return new AuditOptions(props);
    }

    /** Adds these options to a definition and returns it. */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        TOPIC,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(AuditOptions::checkTopic, () -> "name of a topic"),
                        Importance.MEDIUM,
                        "The topic to which a record is written for each batch: offsets, counts by operation and outcome,"
                                + " sum of digests, positions. Not set: no audit.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Audit topic")
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The brokers that have the audit topic, as `host:port,...`; required with `" + TOPIC
                                + "`, since a worker does not pass its own. Every other option of a producer can be set"
                                + " with `" + PRODUCER_PREFIX + "` before its name (`" + PRODUCER_PREFIX
                                + "security.protocol`).",
                        GROUP,
                        2,
                        Width.LONG,
                        "Audit brokers")
                .define(
                        DIGEST_HEADER,
                        ConfigDef.Type.STRING,
                        "odsconnect.digest",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "The header in which records carry the digest of their row; the digests are summed up.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "Digest header");
    }

    /** Checks the name of a topic; null passes, an option may be absent. */
    public static void checkTopic(String name, @Nullable Object value) {
        if (value != null && !TOPIC_NAME.matcher(value.toString()).matches()) {
            throw new ConfigException(name, value, "It is no name of a topic");
        }
    }

    /** Returns what is wrong between options that are each valid alone: sentences by option. */
    public static Map<String, String> mistakes(Map<String, String> props) {
        Map<String, String> mistakes = new LinkedHashMap<>();
        AuditOptions options;
        try {
            options = of(props);
        } catch (ConfigException e) {
            // An option is wrong by itself, and the worker has said so.
            return mistakes;
        }
        return options.isEnabled() ? options.mistakesOfProducer(TOPIC) : mistakes;
    }

    /**
     * Returns what is wrong with the producer's options where a topic needs one: sentences by option.
     *
     * @param topicOption the option that names the topic
     */
    public Map<String, String> mistakesOfProducer(String topicOption) {
        Map<String, String> mistakes = new LinkedHashMap<>();
        if (config.getString(BOOTSTRAP_SERVERS) == null) {
            mistakes.put(
                    BOOTSTRAP_SERVERS,
                    "It has to be set when " + topicOption
                            + " is: the worker does not pass its brokers to a connector.");
            return mistakes;
        }
        try {
            Map<String, Object> producer = producer("audit", "any", "0");
            producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
            producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
            var unused = ProducerConfig.configDef().parse(producer);
        } catch (ConfigException e) {
            mistakes.put(
                    topicOption, "The options " + PRODUCER_PREFIX + "* do not configure a producer: " + e.getMessage());
        }
        return mistakes;
    }

    /** Says whether there is to be an audit. */
    public boolean isEnabled() {
        return config.getString(TOPIC) != null;
    }

    /** Returns the topic; only for an audit that is enabled. */
    String topic() {
        String topic = config.getString(TOPIC);
        if (topic == null) {
            throw new IllegalStateException(TOPIC + " is not set");
        }
        return topic;
    }

    /** Returns the name of the header that holds a record's digest. */
    public String digestHeader() {
        return config.getString(DIGEST_HEADER);
    }

    /**
     * Returns the producer's options. Those given win over ours: every record is kept by all replicas in sync, once, in
     * order, and is tried until it is; and a call to the producer does not wait for ever.
     */
    Map<String, Object> producer(String what, String connector, String task) {
        Map<String, Object> producer = new HashMap<>();
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        producer.put(ProducerConfig.CLIENT_ID_CONFIG, "odsconnect-" + what + "-" + connector + "-" + task);
        producer.putAll(config.originalsWithPrefix(PRODUCER_PREFIX));
        return producer;
    }
}
