package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.redis.mapping.RedisWrite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTest {

    @Test
    void aBatchIsSplitByCount() {
        assertThat(Call.split(writes(250, 10)))
                .containsExactly(new Call(0, 100), new Call(100, 200), new Call(200, 250));
        assertThat(Call.split(writes(100, 10))).containsExactly(new Call(0, 100));
        assertThat(Call.split(List.of())).isEmpty();
    }

    @Test
    void aBatchIsSplitByBytesAndALargeRowGoesAlone() {
        assertThat(Call.split(writes(5, 400_000))).containsExactly(new Call(0, 2), new Call(2, 4), new Call(4, 5));
        List<RedisWrite> mixed = new ArrayList<>(writes(1, 10));
        mixed.addAll(writes(1, 3_000_000));
        mixed.addAll(writes(2, 10));
        assertThat(Call.split(mixed)).containsExactly(new Call(0, 1), new Call(1, 2), new Call(2, 4));
    }

    private static List<RedisWrite> writes(int count, int bytes) {
        List<RedisWrite> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(RedisWrite.put("k" + i, 1, new byte[][] {{'A'}, new byte[bytes]}));
        }
        return writes;
    }
}
