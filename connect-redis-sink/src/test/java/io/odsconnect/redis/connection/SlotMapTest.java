package io.odsconnect.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class SlotMapTest {

    private static final HostAndPort ASKED = new HostAndPort("asked", 7000);

    @Test
    void theFirstNodeOfARangeIsItsMaster() {
        SlotMap map = SlotMap.of(
                List.of(
                        range(0, 8191, node("10.0.0.1", 6379), node("10.0.0.3", 6379)),
                        range(8192, 16_383, node("10.0.0.2", 6379))),
                ASKED);
        assertThat(map.serverOf(0)).isEqualTo(new HostAndPort("10.0.0.1", 6379));
        assertThat(map.serverOf(8191)).isEqualTo(new HostAndPort("10.0.0.1", 6379));
        assertThat(map.serverOf(8192)).isEqualTo(new HostAndPort("10.0.0.2", 6379));
        assertThat(map.isComplete()).isTrue();
        assertThat(map.masters()).hasSize(2);
        assertThat(map.nodes()).hasSize(3).endsWith(new HostAndPort("10.0.0.3", 6379));
    }

    @Test
    void slotsThatNobodyServesAreKnownAsSuch() {
        SlotMap map = SlotMap.of(List.of(range(0, 100, node("10.0.0.1", 6379))), ASKED);
        assertThat(map.serverOf(101)).isNull();
        assertThat(map.isComplete()).isFalse();
    }

    @Test
    void aNodeWithoutANameIsTheOneThatWasAsked() {
        for (String name : Arrays.asList("", "?", null)) {
            SlotMap map = SlotMap.of(List.of(range(0, 16_383, node(name, 6380))), ASKED);
            assertThat(map.serverOf(7)).isEqualTo(new HostAndPort("asked", 6380));
        }
    }

    @Test
    void aSlotThatHasMovedIsElsewhereAndTheOthersAreNot() {
        SlotMap map = SlotMap.of(List.of(range(0, 16_383, node("10.0.0.1", 6379))), ASKED);
        HostAndPort other = new HostAndPort("10.0.0.2", 6379);
        SlotMap after = map.with(5, other);
        assertThat(after.serverOf(5)).isEqualTo(other);
        assertThat(after.serverOf(6)).isEqualTo(new HostAndPort("10.0.0.1", 6379));
        assertThat(after.nodes()).contains(other);
        assertThat(map.serverOf(5)).isEqualTo(new HostAndPort("10.0.0.1", 6379));
    }

    private static List<Object> range(long from, long to, List<?>... nodes) {
        List<Object> range = new ArrayList<>(List.of(from, to));
        range.addAll(List.of(nodes));
        return range;
    }

    private static List<@Nullable Object> node(@Nullable String host, long port) {
        return Arrays.asList(host == null ? null : host.getBytes(StandardCharsets.UTF_8), port);
    }
}
