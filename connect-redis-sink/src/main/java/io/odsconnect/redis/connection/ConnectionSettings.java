package io.odsconnect.redis.connection;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;

/**
 * Where the servers are and how to talk to them.
 *
 * @param servers how they are set up, and where the search for them starts
 * @param login who we are to those that hold data
 * @param database the number of the database; 0 in a cluster
 * @param clientName the name in the server's list of clients
 * @param protocol which version of the protocol is spoken
 * @param timeouts how long an answer may take
 * @param encryption how connections are encrypted, to Sentinels too; null for not at all
 * @param replicaWait how many replicas must have a batch
 */
public record ConnectionSettings(
        Servers servers,
        Login login,
        int database,
        String clientName,
        RedisProtocol protocol,
        Timeouts timeouts,
        @Nullable Encryption encryption,
        ReplicaWait replicaWait) {

    /** Returns settings for a server in the clear, with what the options have for defaults. */
    public static ConnectionSettings of(Servers servers, Login login) {
        return new ConnectionSettings(
                servers,
                login,
                0,
                "odsconnect",
                RedisProtocol.RESP2,
                new Timeouts(5000, 10_000),
                null,
                ReplicaWait.NONE);
    }

    /** Returns the same with another database. */
    public ConnectionSettings withDatabase(int number) {
        return new ConnectionSettings(servers, login, number, clientName, protocol, timeouts, encryption, replicaWait);
    }

    /** Returns the same with other timeouts. */
    public ConnectionSettings withTimeouts(Timeouts others) {
        return new ConnectionSettings(servers, login, database, clientName, protocol, others, encryption, replicaWait);
    }

    /** Returns how to connect to a server that holds data, in the client's words. */
    JedisClientConfig toData() {
        return builder(login).database(database).protocol(protocol).build();
    }

    /** Returns how to connect to a Sentinel, which has no databases, in the client's words. */
    JedisClientConfig toSentinel(Login sentinelLogin) {
        return builder(sentinelLogin).build();
    }

    private DefaultJedisClientConfig.Builder builder(Login as) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeouts.connectMillis())
                .socketTimeoutMillis(timeouts.socketMillis())
                .user(as.username())
                .password(as.password() == null ? null : as.password().value())
                .clientName(clientName)
                // A user with few rights gets an error for it, and it is not needed beside the name.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (encryption != null) {
            encryption.addTo(builder);
        }
        return builder;
    }

    /** Says where, never how to log in. */
    @Override
    public String toString() {
        return servers + (encryption == null ? "" : " (TLS)");
    }
}
