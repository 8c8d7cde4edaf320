package io.odsconnect.testbed.aerospike;

import static io.odsconnect.testbed.aerospike.AerospikeContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several operations on one record in one step. */
@ExtendWith(AerospikeContract.class)
class AerospikeOperateContractIT {

    private IAerospikeClient client;
    private Key key;

    @BeforeEach
    void writeARecord(IAerospikeClient connected, TestSet fresh) {
        client = connected;
        key = fresh.key("k");
        client.put(null, key, new Bin("n", 10), new Bin("s", "b"));
    }

    @Test
    void operationsSeeWhatTheOnesBeforeDid() {
        Record result = client.operate(
                null,
                key,
                Operation.add(new Bin("n", 5)),
                Operation.append(new Bin("s", "c")),
                Operation.prepend(new Bin("s", "a")),
                Operation.put(new Bin("x", 1)),
                Operation.get());

        assertThat(result.bins).isEqualTo(Map.of("n", 15L, "s", "abc", "x", 1L));
        assertThat(result.generation).isEqualTo(2);
        assertThat(client.get(null, key).bins).isEqualTo(result.bins);
    }

    @Test
    void aReadInTheMiddleSeesWhatIsThereThen() {
        Record result = client.operate(
                null,
                key,
                Operation.get("n"),
                Operation.add(new Bin("n", 1)),
                Operation.get("n"),
                Operation.get("none"));

        assertThat(result.getList("n")).isEqualTo(List.of(10L, 11L));
        assertThat(result.bins).doesNotContainKey("none");
    }

    @Test
    void whereAllOperationsAreAnsweredAWriteGivesNull() {
        WritePolicy wordy = new WritePolicy();
        wordy.respondAllOps = true;

        Record result = client.operate(
                wordy,
                key,
                Operation.get("n"),
                Operation.add(new Bin("n", 1)),
                Operation.get("n"),
                Operation.get("none"));

        assertThat(result.getList("n")).isEqualTo(Arrays.asList(10L, null, 11L));
        assertThat(result.bins).containsEntry("none", null);
    }

    @Test
    void aWriteWithAHeaderReadGivesTheNewGeneration() {
        Record result = client.operate(null, key, Operation.put(new Bin("x", 1)), Operation.getHeader());

        assertThat(result.bins).isNull();
        assertThat(result.generation).isEqualTo(2);
    }

    @Test
    void readsAloneWriteNothing() {
        Record result = client.operate(null, key, Operation.get("n"), Operation.get("none"));

        assertThat(result.bins).containsEntry("n", 10L);
        assertThat(client.get(null, key).generation).isEqualTo(1);
        assertThat(client.operate(null, key, Operation.getHeader()).generation).isEqualTo(1);
        assertThat(client.operate(null, key, Operation.get()).bins).hasSize(2);
    }

    @Test
    void deleteAndPutReplaceTheRecordAndItsGenerationGoesOn() {
        Record result = client.operate(
                null, key, Operation.get("n"), Operation.delete(), Operation.put(new Bin("x", 1)), Operation.get("n"));

        assertThat(result.getLong("n")).isEqualTo(10);
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("x", 1L));
        assertThat(client.get(null, key).generation).isEqualTo(2);
    }

    @Test
    void deleteAloneEndsTheRecord() {
        client.operate(null, key, Operation.delete());

        assertThat(client.exists(null, key)).isFalse();
        assertRefused(ResultCode.KEY_NOT_FOUND_ERROR, () -> client.operate(null, key, Operation.delete()));
    }

    @Test
    void readAndDeleteGivesTheLastValue() {
        Record result = client.operate(null, key, Operation.get("s"), Operation.delete());

        assertThat(result.getString("s")).isEqualTo("b");
        assertThat(client.exists(null, key)).isFalse();
    }

    @Test
    void touchNeedsARecord() {
        assertThat(client.operate(null, key, Operation.touch(), Operation.get("n"))
                        .getLong("n"))
                .isEqualTo(10);
        assertThat(client.get(null, key).generation).isEqualTo(2);
        Key absent = new Key(key.namespace, key.setName, "absent");
        assertRefused(
                ResultCode.KEY_NOT_FOUND_ERROR,
                () -> client.operate(null, absent, Operation.touch(), Operation.put(new Bin("a", 1))));
    }

    @Test
    void oneBadOperationUndoesAll() {
        assertRefused(
                ResultCode.BIN_TYPE_ERROR,
                () -> client.operate(
                        null, key, Operation.put(new Bin("x", 1)), Operation.add(new Bin("s", 1)), Operation.get("n")));

        assertThat(client.get(null, key).bins).isEqualTo(Map.of("n", 10L, "s", "b"));
        assertThat(client.get(null, key).generation).isEqualTo(1);
    }

    @Test
    void aReplaceTakesPutsAndReadsOnly() {
        WritePolicy replace = new WritePolicy();
        replace.recordExistsAction = RecordExistsAction.REPLACE;

        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.operate(replace, key, Operation.add(new Bin("n", 1))));
        assertRefused(
                ResultCode.PARAMETER_ERROR,
                () -> client.operate(replace, key, Operation.touch(), Operation.put(new Bin("n", 1))));
        assertRefused(
                ResultCode.PARAMETER_ERROR,
                () -> client.operate(replace, key, Operation.delete(), Operation.put(new Bin("n", 1))));
        Record result = client.operate(replace, key, Operation.put(new Bin("x", 1)), Operation.get("n"));

        assertThat(result.bins).isNull();
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("x", 1L));
    }
}
