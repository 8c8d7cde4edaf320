package io.odsconnect.redis.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

class DeleteMarkersTest {

    private static final List<String> KEYS =
            List.of("card:7", "{card:7}", "client:{3}:card:7", "{3}", "3", "a{b", "{", "größe:7", ":{3}", "x{{3}}");

    @Test
    void theMarkerOfAKeyIsInItsSlot() {
        for (String key : KEYS) {
            assertThat(JedisClusterCRC16.getSlot(marker(key))).as(key).isEqualTo(JedisClusterCRC16.getSlot(key));
        }
    }

    @Test
    void noTwoKeysHaveTheSameMarker() {
        Set<String> markers = new HashSet<>();
        KEYS.forEach(key -> markers.add(marker(key)));
        assertThat(markers).hasSameSizeAs(KEYS);
    }

    private static String marker(String key) {
        return new String(DeleteMarkers.of(key.getBytes(UTF_8)), UTF_8);
    }
}
