package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Where signals come from. */
public final class SignalOptions {

    public static final String SIGNAL_KAFKA_TOPIC = "signal.kafka.topic";
    private static final String SIGNAL_KAFKA_TOPIC_DOC =
            "Topic of signals: messages in Debezium's form whose key is `topic.prefix`. Empty: none are read.";

    public static final String SIGNAL_KAFKA_BOOTSTRAP_SERVERS = "signal.kafka.bootstrap.servers";
    private static final String SIGNAL_KAFKA_BOOTSTRAP_SERVERS_DOC =
            "The brokers of that topic. Any further setting of the consumer is set as `signal.consumer.NAME`.";

    /** What follows this prefix is a setting of the signals' consumer. */
    public static final String SIGNAL_CONSUMER_PREFIX = "signal.consumer.";

    public static final String SIGNAL_DATA_COLLECTION = "signal.data.collection";
    private static final String SIGNAL_DATA_COLLECTION_DOC =
            "`SCHEMA.TABLE` of a table of signals, registered for capture, whose first three columns are id, type and"
                    + " data, as in Debezium. A signal is a row inserted there. Empty: none.";

    private SignalOptions() {}

    static void define(ConfigDef options) {
        OptionGroup group = new OptionGroup(options, "Signals");
        group.add(
                SIGNAL_KAFKA_TOPIC,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.TOPIC_SUFFIX,
                Importance.MEDIUM,
                Width.MEDIUM,
                "Signal topic",
                SIGNAL_KAFKA_TOPIC_DOC);
        group.add(
                SIGNAL_KAFKA_BOOTSTRAP_SERVERS,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.MEDIUM,
                "Brokers of the signal topic",
                SIGNAL_KAFKA_BOOTSTRAP_SERVERS_DOC);
        group.add(
                SIGNAL_DATA_COLLECTION,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.MEDIUM,
                "Signal table",
                SIGNAL_DATA_COLLECTION_DOC);
    }
}
