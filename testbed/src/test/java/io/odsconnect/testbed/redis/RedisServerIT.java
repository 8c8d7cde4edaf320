package io.odsconnect.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.process.PortThief;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

class RedisServerIT {

    @Test
    void servesAtItsUri() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            server.start();
            try (Jedis client = new Jedis(server.uri())) {
                client.set("a", "1");
                assertThat(client.get("a")).isEqualTo("1");
                assertThat(client.info("server")).contains("redis_version:6.2.");
            }
        }
    }

    @Test
    void aDurableServerKeepsEveryAcknowledgedWriteOverAKill() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.withDurability())) {
            server.start();
            int port = server.port();
            try (Jedis client = new Jedis(server.uri())) {
                for (int i = 0; i < 1000; i++) {
                    client.set("key" + i, "value" + i);
                }
                server.kill();
            }
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            try (Jedis client = new Jedis(server.uri())) {
                assertThat(client.dbSize()).isEqualTo(1000);
                assertThat(client.get("key999")).isEqualTo("value999");
            }
        }
    }

    @Test
    void aPlainServerComesBackEmpty() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            server.start();
            try (Jedis client = new Jedis(server.uri())) {
                client.set("a", "1");
            }
            server.kill();
            server.restart();
            try (Jedis client = new Jedis(server.uri())) {
                assertThat(client.dbSize()).isZero();
            }
        }
    }

    @Test
    void aUserLogsInByTheUriAndNobodyElseGetsIn() {
        RedisOptions options = RedisOptions.PLAIN.withUser("ods", "p@ss:w%rd/+").with("maxmemory", "8mb");
        try (RedisServer server = RedisServer.embedded(options)) {
            server.start();
            try (Jedis client = new Jedis(server.uri())) {
                assertThat(client.aclWhoAmI()).isEqualTo("ods");
                assertThat(client.configGet("maxmemory")).isEqualTo(Map.of("maxmemory", "8388608"));
            }
            try (Jedis stranger = new Jedis(server.host(), server.port())) {
                assertThatThrownBy(() -> stranger.get("a"))
                        .isInstanceOf(JedisException.class)
                        .hasMessageContaining("NOAUTH");
            }
        }
    }

    @Test
    void aPasswordGuardsTheDefaultUser() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.withPassword("secret"))) {
            server.start();
            try (Jedis client = new Jedis(server.uri())) {
                assertThat(client.ping()).isEqualTo("PONG");
            }
            try (Jedis stranger = new Jedis(server.host(), server.port())) {
                assertThatThrownBy(stranger::ping).hasMessageContaining("NOAUTH");
            }
        }
    }

    @Test
    void aPortThatAnotherProgramTakesIsReplaced() throws Exception {
        assertThat(PortThief.steal(new RedisProgram(RedisOptions.PLAIN), 0)).hasSize(2);
    }

    @Test
    void aWrongSettingIsShownWithTheServersOwnWords() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.with("maxmemory", "plenty"))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("maxmemory");
            assertThatThrownBy(server::port).hasMessageContaining("not started");
        }
    }
}
