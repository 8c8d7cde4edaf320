package io.odsconnect.common.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** The TLS options of a store: those of a Kafka client, with the store's name before them. */
public final class TlsOptions {

    private static final String ENABLED = "ssl.enabled";
    private static final String GROUP = "TLS";

    /** What of Kafka's options a store's client can heed. */
    private static final List<String> KAFKA_OPTIONS = List.of(
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG,
            SslConfigs.SSL_PROTOCOL_CONFIG);

    private TlsOptions() {}

    /**
     * Adds the options to a definition.
     *
     * @param def the definition
     * @param prefix what stands before their names, with a dot at its end
     * @param more names of further TLS options of a Kafka client that this store's client heeds
     */
    public static void define(ConfigDef def, String prefix, String... more) {
        def.define(
                prefix + ENABLED,
                ConfigDef.Type.BOOLEAN,
                false,
                Importance.MEDIUM,
                "Whether to encrypt. Stores are set as for a Kafka client, with `" + prefix + "` before the names.",
                GROUP,
                1,
                Width.SHORT,
                prefix + ENABLED);
        ConfigDef kafka = new ConfigDef();
        SslConfigs.addClientSslSupport(kafka);
        int order = 2;
        List<String> options = new ArrayList<>(KAFKA_OPTIONS);
        options.addAll(List.of(more));
        for (String option : options) {
            ConfigDef.ConfigKey key = Objects.requireNonNull(kafka.configKeys().get(option));
            def.define(
                    prefix + option,
                    key.type,
                    key.defaultValue,
                    key.validator,
                    Importance.LOW,
                    key.documentation,
                    GROUP,
                    order++,
                    Width.MEDIUM,
                    prefix + option);
        }
    }

    /**
     * Returns what connections are to be encrypted with; empty where they are not to be.
     *
     * @throws ConfigException if a store cannot be read
     */
    public static Optional<SSLContext> context(AbstractConfig config, String prefix) {
        if (!config.getBoolean(prefix + ENABLED)) {
            return Optional.empty();
        }
        DefaultSslEngineFactory stores = new DefaultSslEngineFactory();
        ConfigDef kafka = new ConfigDef();
        SslConfigs.addClientSslSupport(kafka);
        try {
            stores.configure(kafka.parse(config.originalsWithPrefix(prefix)));
        } catch (KafkaException e) {
            throw new ConfigException(prefix + ENABLED, true, "TLS cannot be set up: " + e.getMessage() + causeOf(e));
        }
        return Optional.of(stores.sslContext());
    }

    private static String causeOf(KafkaException e) {
        return e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    }
}
