package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallTest {

    @Test
    void aBatchIsSplitByCount() {
        assertThat(split(writes(250, 10))).containsExactly(100, 100, 50);
        assertThat(split(writes(100, 10))).containsExactly(100);
        assertThat(split(List.of())).isEmpty();
    }

    @Test
    void aBatchIsSplitByBytesAndALargeRowGoesAlone() {
        assertThat(split(writes(5, 400_000))).containsExactly(2, 2, 1);
        List<RedisWrite> mixed = new ArrayList<>(writes(1, 10));
        mixed.addAll(writes(1, 3_000_000));
        mixed.addAll(writes(2, 10));
        assertThat(split(mixed)).containsExactly(1, 1, 2);
    }

    @Test
    void aCallHasKeysOfOneSlotOnly() {
        List<RedisWrite> batch = writes(6, 10);
        assertThat(Call.split(batch, key -> key[1] < '4' ? 1 : 2))
                .extracting(Call::writes)
                .containsExactly(batch.subList(0, 4), batch.subList(4, 6));
    }

    @Test
    void whatWasRejectedStaysRejected() {
        Call call = new Call(writes(3, 10));
        Outcome rejected = new Outcome.Rejected("a reason", null);
        Outcome retry = new Outcome.Retry("another", null);
        call.note(0, Outcome.APPLIED);
        call.note(1, rejected);
        call.noteAll(retry);
        assertThat(call.outcome(0)).isEqualTo(retry);
        assertThat(call.outcome(1)).isEqualTo(rejected);
        assertThat(call.outcome(2)).isEqualTo(retry);
    }

    @Test
    void whatOneRowMayBeToBlameForHasEachWrittenAlone() {
        Call call = new Call(writes(3, 10));
        call.refused(IntStream.range(0, 3), ServerError.of("ERR something new"));

        assertThat(call.again()).extracting(again -> again.writes().size()).containsExactly(1, 1, 1);
        Call alone = call.again().get(1);
        assertThat(alone.writes()).containsExactly(call.writes().get(1));
        alone.refused(IntStream.of(0), ServerError.of("ERR something new"));
        assertThat(alone.again()).isEmpty();
        assertThat(alone.outcome(0)).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void whatNoRowIsToBlameForIsTheSameForAll() {
        Call call = new Call(writes(3, 10));
        call.refused(IntStream.range(1, 3), ServerError.of("OOM command not allowed"));

        assertThat(call.again()).isEmpty();
        assertThat(call.outcome(0)).isNull();
        assertThat(call.outcome(1)).isInstanceOf(Outcome.Retry.class);
        assertThat(call.outcome(2)).isInstanceOf(Outcome.Retry.class);
    }

    private static List<Integer> split(List<RedisWrite> batch) {
        return Call.split(batch, key -> 0).stream()
                .map(call -> call.writes().size())
                .toList();
    }

    private static List<RedisWrite> writes(int count, int bytes) {
        List<RedisWrite> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(RedisWrite.put("k" + i, 1, new byte[][] {{'A'}, new byte[bytes]}, null, null));
        }
        return writes;
    }
}
