package io.odsconnect.redis.connection;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * Where a server is and how to log in.
 *
 * @param address host and port
 * @param username the user, or null for the server's default user
 * @param password the user's password, or null
 * @param database the number of the database
 * @param clientName the name in the server's list of clients
 * @param connectTimeoutMillis how long connecting may take
 * @param socketTimeoutMillis how long an answer may take
 * @param tls how to encrypt, by Kafka's names ({@code ssl.truststore.location} and so on) and with its
 *     defaults; null for not at all
 */
public record ConnectionSettings(
        HostAndPort address,
        @Nullable String username,
        @Nullable Password password,
        int database,
        String clientName,
        int connectTimeoutMillis,
        int socketTimeoutMillis,
        @Nullable Map<String, ?> tls) {

    /** Copies what could change. */
    public ConnectionSettings {
        tls = tls == null ? null : Collections.unmodifiableMap(new HashMap<>(tls));
    }

    /** Returns the same with timeouts of at most {@code millis}. */
    public ConnectionSettings withTimeoutsUpTo(int millis) {
        return new ConnectionSettings(
                address,
                username,
                password,
                database,
                clientName,
                Math.min(connectTimeoutMillis, millis),
                Math.min(socketTimeoutMillis, millis),
                tls);
    }

    /**
     * Returns the same in the client's words.
     *
     * @throws org.apache.kafka.common.KafkaException if a key store or trust store cannot be read
     */
    JedisClientConfig toClientConfig() {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(connectTimeoutMillis)
                .socketTimeoutMillis(socketTimeoutMillis)
                .user(username)
                .password(password == null ? null : password.value())
                .database(database)
                .clientName(clientName)
                // A user with few rights gets an error for it, and nobody needs it beside the name.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (tls != null) {
            encrypt(builder, tls);
        }
        return builder.build();
    }

    /** Reads the stores as the worker's own Kafka clients do, so that PEM, PKCS12 and JKS all serve. */
    private static void encrypt(DefaultJedisClientConfig.Builder builder, Map<String, ?> tls) {
        DefaultSslEngineFactory stores = new DefaultSslEngineFactory();
        stores.configure(tls);
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm(
                String.valueOf(tls.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG)));
        builder.ssl(true)
                .sslSocketFactory(stores.sslContext().getSocketFactory())
                .sslParameters(parameters);
    }

    /** Says where, never how to log in. */
    @Override
    public String toString() {
        return "Redis at " + address + (tls == null ? "" : " (TLS)");
    }
}
