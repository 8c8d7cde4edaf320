package io.odsconnect.testbed.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.Place;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import redis.clients.jedis.Jedis;

@EnabledIf(value = "dockerRuns", disabledReason = "Docker does not run here")
class ContainersIT {

    static boolean dockerRuns() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Test
    void redisServes() {
        try (Place redis = Containers.redis()) {
            redis.start();
            try (Jedis client =
                    new Jedis(redis.address().getHostString(), redis.address().getPort())) {
                assertThat(client.ping()).isEqualTo("PONG");
            }
            assertThatThrownBy(redis::kill).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void cassandraListens() throws Exception {
        try (Place cassandra = Containers.cassandra()) {
            cassandra.start();
            try (Socket client = new Socket(
                    cassandra.address().getAddress(), cassandra.address().getPort())) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }
}
