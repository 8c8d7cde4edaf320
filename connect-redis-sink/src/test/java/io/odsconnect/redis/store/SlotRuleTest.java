package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.redis.mapping.RedisWrite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

class SlotRuleTest {

    private final SlotRule rule = new SlotRule(JedisClusterCRC16::getSlot);

    @ParameterizedTest
    @ValueSource(strings = {"card:1", "client:{7}:card:1", "{", "a{b", "{a}b{c}"})
    void theMarkerOfAKeyIsInItsSlot(String key) {
        assertThatCode(() -> rule.check(RedisWrite.delete(key, 1))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret}b", "{}secret"})
    void aKeyWhoseMarkerCannotBeInItsSlotIsRefusedWithoutBeingTold(String key) {
        assertThatThrownBy(() -> rule.check(RedisWrite.delete(key, 1)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("hash tag")
                .hasMessageNotContaining("secret");
    }
}
