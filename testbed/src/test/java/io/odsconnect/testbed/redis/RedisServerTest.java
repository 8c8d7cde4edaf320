package io.odsconnect.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class RedisServerTest {

    @Test
    void aGivenUriIsTakenApartAndPutTogetherAgain() {
        RedisServer server = RedisServer.given(URI.create("redis://ods:p%40ss+word@cache.example:6380/2"));

        assertThat(server.host()).isEqualTo("cache.example");
        assertThat(server.port()).isEqualTo(6380);
        assertThat(server.user()).isEqualTo("ods");
        assertThat(server.password()).isEqualTo("p@ss+word");
        assertThat(server.database()).isEqualTo(2);
        assertThat(server.uri()).isEqualTo(URI.create("redis://ods:p%40ss%2Bword@cache.example:6380/2"));
    }

    @Test
    void aGivenServerIsNotOursToKill() {
        RedisServer server = RedisServer.given(URI.create("redis://127.0.0.1:6379"));
        server.start();

        assertThatThrownBy(server::kill)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("-Dredis.uri");
        assertThat(server.uri()).isEqualTo(URI.create("redis://127.0.0.1:6379/0"));
    }

    @Test
    void optionsDoNotShowThePassword() {
        assertThat(RedisOptions.PLAIN.withUser("ods", "secret").with("masterauth", "secret"))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void aPasswordThatWouldBreakTheConfigurationIsTurnedDown() {
        assertThatThrownBy(() -> RedisOptions.PLAIN.withPassword("two words"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("two words");
    }
}
