package io.odsconnect.testbed.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.policy.ClientPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The stand-in in its own JVM, killed and brought back under a client's feet. */
@DisabledIfSystemProperty(named = AerospikeServer.HOST_PROPERTY, matches = ".+")
class AerospikeServerIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aClientOutlivesAKillAndFindsTheServerEmptyAtTheSameAddress() {
        try (AerospikeServer server = AerospikeServer.embeddedOrGiven()) {
            server.start();
            int port = server.port();
            Key key = new Key(server.namespace(), "s", "k");
            try (IAerospikeClient client = new AerospikeClient(new ClientPolicy(), server.host(), port)) {
                client.put(null, key, new Bin("a", 1));

                server.kill();
                assertThatThrownBy(() -> client.get(null, key)).isInstanceOf(AerospikeException.class);

                server.restart();
                await().atMost(LIMIT)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(client.get(null, key)).isNull());
                client.put(null, key, new Bin("a", 2));
                assertThat(client.get(null, key).getInt("a")).isEqualTo(2);
                assertThat(server.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void closingTwiceDoesNothing() {
        AerospikeServer server = AerospikeServer.embeddedOrGiven();
        server.start();
        server.close();
        server.close();

        assertThatThrownBy(server::kill).isInstanceOf(IllegalStateException.class);
    }
}
