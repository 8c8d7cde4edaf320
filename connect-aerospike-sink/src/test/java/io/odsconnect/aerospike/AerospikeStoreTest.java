package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.policy.ClientPolicy;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AerospikeStoreTest {

    private final AerospikeSinkConfig config =
            new AerospikeSinkConfig(Map.of("aerospike.hosts", "127.0.0.1:1", "aerospike.namespace", "test"));

    @Test
    void aClientIsClosedWhereWhatComesAfterItCannotBeMade() {
        OddClient client = new OddClient();

        assertThatThrownBy(() -> new AerospikeStore(config, unused -> client)).isInstanceOf(NullPointerException.class);

        assertThat(client.closed).isTrue();
    }

    /** A client that has connected to nothing and whose policies are missing. */
    private static final class OddClient extends AerospikeClient {

        private boolean closed;

        OddClient() {
            super(withoutPolicies());
        }

        private static ClientPolicy withoutPolicies() {
            ClientPolicy policy = new ClientPolicy();
            policy.batchParentPolicyWriteDefault = null;
            return policy;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
