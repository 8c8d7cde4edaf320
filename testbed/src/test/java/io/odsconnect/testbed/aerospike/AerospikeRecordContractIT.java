package io.odsconnect.testbed.aerospike;

import static io.odsconnect.testbed.aerospike.AerospikeContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.Value;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.policy.GenerationPolicy;
import com.aerospike.client.policy.Policy;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import com.aerospike.client.query.RecordSet;
import com.aerospike.client.query.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One record at a time: what a server answers, whether it is real or the stand-in. */
@ExtendWith(AerospikeContract.class)
class AerospikeRecordContractIT {

    private IAerospikeClient client;
    private TestSet set;
    private Key key;

    @BeforeEach
    void connect(IAerospikeClient connected, TestSet fresh) {
        client = connected;
        set = fresh;
        key = set.key("k");
    }

    private static WritePolicy policy(RecordExistsAction action) {
        WritePolicy policy = new WritePolicy();
        policy.recordExistsAction = action;
        return policy;
    }

    private static WritePolicy expecting(GenerationPolicy generationPolicy, int generation) {
        WritePolicy policy = new WritePolicy();
        policy.generationPolicy = generationPolicy;
        policy.generation = generation;
        return policy;
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        Map<String, Object> map = new TreeMap<>(Map.of("a", 1L, "b", List.of("x", 2L, Map.of("deep", true))));
        client.put(
                null,
                key,
                new Bin("int", Long.MIN_VALUE),
                new Bin("text", "grüße, 東京"),
                new Bin("empty", ""),
                new Bin("float", -0.5),
                new Bin("bool", true),
                new Bin("blob", new byte[] {0, -1, 1}),
                new Bin("list", List.of(1L, "two", 3.5, List.of())),
                new Bin("map", map));

        Record stored = client.get(null, key);

        assertThat(stored.bins).hasSize(8);
        assertThat(stored.getLong("int")).isEqualTo(Long.MIN_VALUE);
        assertThat(stored.getString("text")).isEqualTo("grüße, 東京");
        assertThat(stored.getString("empty")).isEmpty();
        assertThat(stored.getDouble("float")).isEqualTo(-0.5);
        assertThat(stored.getBoolean("bool")).isTrue();
        assertThat((byte[]) stored.getValue("blob")).containsExactly(0, -1, 1);
        assertThat(stored.getList("list")).isEqualTo(List.of(1L, "two", 3.5, List.of()));
        assertThat(stored.getMap("map")).isEqualTo(map);
        assertThat(stored.generation).isEqualTo(1);
    }

    @Test
    void chosenBinsOrNoneAreRead() {
        client.put(null, key, new Bin("a", 1), new Bin("b", 2), new Bin("c", 3));

        assertThat(client.get(null, key, "c", "none", "a").bins).isEqualTo(Map.of("a", 1L, "c", 3L));
        assertThat(client.get(null, key, "none").bins).isNull();
        assertThat(client.getHeader(null, key).bins).isNull();
        assertThat(client.getHeader(null, key).generation).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(client.get(null, key)).isNull();
        assertThat(client.get(null, key, "a")).isNull();
        assertThat(client.getHeader(null, key)).isNull();
        assertThat(client.exists(null, key)).isFalse();
        assertThat(client.delete(null, key)).isFalse();
        assertRefused(ResultCode.KEY_NOT_FOUND_ERROR, () -> client.touch(null, key));
    }

    @Test
    void anUpdateKeepsTheOtherBinsAndANullRemovesOne() {
        client.put(null, key, new Bin("a", 1), new Bin("b", 2));
        client.put(null, key, new Bin("b", "two"), new Bin("c", 3));
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("a", 1L, "b", "two", "c", 3L));

        client.put(null, key, Bin.asNull("a"));

        assertThat(client.get(null, key).bins).isEqualTo(Map.of("b", "two", "c", 3L));
        assertThat(client.get(null, key).generation).isEqualTo(3);
    }

    @Test
    void aRecordThatLosesItsLastBinIsGone() {
        client.put(null, key, new Bin("a", 1));
        client.put(null, key, Bin.asNull("a"));

        assertThat(client.exists(null, key)).isFalse();
        assertRefused(ResultCode.KEY_NOT_FOUND_ERROR, () -> client.put(null, key, Bin.asNull("a")));
    }

    @Test
    void aReplaceDropsTheOtherBins() {
        client.put(null, key, new Bin("a", 1), new Bin("b", 2));
        client.put(policy(RecordExistsAction.REPLACE), key, new Bin("c", 3));

        Record stored = client.get(null, key);

        assertThat(stored.bins).isEqualTo(Map.of("c", 3L));
        assertThat(stored.generation).isEqualTo(2);
    }

    @Test
    void aReplaceTakesNoNull() {
        client.put(null, key, new Bin("a", 1));

        assertRefused(
                ResultCode.PARAMETER_ERROR,
                () -> client.put(policy(RecordExistsAction.REPLACE), key, new Bin("b", 1), Bin.asNull("a")));
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void theExistsActionsSayWhenToWrite() {
        assertRefused(
                ResultCode.KEY_NOT_FOUND_ERROR,
                () -> client.put(policy(RecordExistsAction.UPDATE_ONLY), key, new Bin("a", 1)));
        assertRefused(
                ResultCode.KEY_NOT_FOUND_ERROR,
                () -> client.put(policy(RecordExistsAction.REPLACE_ONLY), key, new Bin("a", 1)));

        client.put(policy(RecordExistsAction.CREATE_ONLY), key, new Bin("a", 1));
        assertRefused(
                ResultCode.KEY_EXISTS_ERROR,
                () -> client.put(policy(RecordExistsAction.CREATE_ONLY), key, new Bin("a", 2)));

        client.put(policy(RecordExistsAction.UPDATE_ONLY), key, new Bin("b", 2));
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("a", 1L, "b", 2L));
        client.put(policy(RecordExistsAction.REPLACE_ONLY), key, new Bin("c", 3));
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("c", 3L));
    }

    @Test
    void anEqualGenerationIsExpected() {
        client.put(null, key, new Bin("a", 1));

        client.put(expecting(GenerationPolicy.EXPECT_GEN_EQUAL, 1), key, new Bin("a", 2));
        assertRefused(
                ResultCode.GENERATION_ERROR,
                () -> client.put(expecting(GenerationPolicy.EXPECT_GEN_EQUAL, 1), key, new Bin("a", 3)));
        assertRefused(
                ResultCode.GENERATION_ERROR, () -> client.delete(expecting(GenerationPolicy.EXPECT_GEN_EQUAL, 1), key));

        assertThat(client.get(null, key).getInt("a")).isEqualTo(2);
        assertThat(client.delete(expecting(GenerationPolicy.EXPECT_GEN_EQUAL, 2), key))
                .isTrue();
    }

    @Test
    void anAbsentRecordHasGenerationZero() {
        assertRefused(
                ResultCode.GENERATION_ERROR,
                () -> client.put(expecting(GenerationPolicy.EXPECT_GEN_EQUAL, 1), key, new Bin("a", 3)));
        client.put(expecting(GenerationPolicy.EXPECT_GEN_EQUAL, 0), key, new Bin("a", 3));
        assertThat(client.get(null, key).generation).isEqualTo(1);
    }

    @Test
    void aGreaterGenerationIsComparedButNotStored() {
        client.put(expecting(GenerationPolicy.EXPECT_GEN_GT, 70), key, new Bin("a", 1));
        assertThat(client.get(null, key).generation).isEqualTo(1);

        client.put(expecting(GenerationPolicy.EXPECT_GEN_GT, 50), key, new Bin("a", 2));
        assertThat(client.get(null, key).generation).isEqualTo(2);
        assertRefused(
                ResultCode.GENERATION_ERROR,
                () -> client.put(expecting(GenerationPolicy.EXPECT_GEN_GT, 2), key, new Bin("a", 3)));
    }

    @Test
    void touchCountsAsAWrite() {
        client.put(null, key, new Bin("a", 1));
        client.touch(null, key);

        assertThat(client.get(null, key).generation).isEqualTo(2);
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("a", 1L));
        assertThat(client.touched(null, key)).isTrue();
        assertThat(client.touched(null, set.key("none"))).isFalse();
    }

    @Test
    void numbersAreAddedAndTextIsJoined() {
        client.add(null, key, new Bin("n", 5));
        client.add(null, key, new Bin("n", -7), new Bin("f", 1.5));
        client.add(null, key, new Bin("f", 0.25));
        client.append(null, key, new Bin("s", "b"));
        client.append(null, key, new Bin("s", "c"));
        client.prepend(null, key, new Bin("s", "a"));

        assertThat(client.get(null, key).bins).isEqualTo(Map.of("n", -2L, "f", 1.75, "s", "abc"));
    }

    @Test
    void addingToAnotherTypeIsRefusedAndChangesNothing() {
        client.put(null, key, new Bin("s", "a"), new Bin("n", 1), new Bin("f", 1.0), new Bin("b", true));

        assertRefused(ResultCode.BIN_TYPE_ERROR, () -> client.add(null, key, new Bin("n", 1), new Bin("s", 1)));
        assertRefused(ResultCode.BIN_TYPE_ERROR, () -> client.add(null, key, new Bin("n", 1.5)));
        assertRefused(ResultCode.BIN_TYPE_ERROR, () -> client.add(null, key, new Bin("f", 1)));
        assertRefused(ResultCode.BIN_TYPE_ERROR, () -> client.add(null, key, new Bin("b", 1)));
        assertRefused(ResultCode.BIN_TYPE_ERROR, () -> client.append(null, key, new Bin("n", "x")));
        assertRefused(ResultCode.BIN_TYPE_ERROR, () -> client.prepend(null, key, new Bin("s", new byte[] {1})));

        assertThat(client.get(null, key).generation).isEqualTo(1);
        assertThat(client.get(null, key).getInt("n")).isEqualTo(1);
    }

    @Test
    void aDurableDeleteIsRefusedAndTheRecordKept() {
        WritePolicy durable = new WritePolicy();
        durable.durableDelete = true;
        client.put(null, key, new Bin("a", 1));

        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.delete(durable, key));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.delete(durable, set.key("none")));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.put(durable, key, Bin.asNull("a")));

        assertThat(client.get(null, key).bins).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aRecordHasAtMost32767Bins() {
        Bin[] bins = new Bin[32_768];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = new Bin("b" + i, i);
        }
        WritePolicy patient = new WritePolicy();
        patient.setTimeouts(60_000, 60_000);

        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(patient, key, bins));
        client.put(patient, key, Arrays.copyOf(bins, bins.length - 1));
        assertThat(client.exists(null, key)).isTrue();
    }

    @Test
    void aBinNameHasAtMost15Bytes() {
        client.put(null, key, new Bin("a23456789012345", 1));
        assertThat(client.get(null, key).getInt("a23456789012345")).isEqualTo(1);

        assertRefused(ResultCode.BIN_NAME_TOO_LONG, () -> client.put(null, key, new Bin("a234567890123456", 1)));
        assertRefused(
                ResultCode.BIN_NAME_TOO_LONG,
                () -> client.put(null, key, new Bin("ä2345678901234", 1), new Bin("ääääääää", 1)));
        assertRefused(ResultCode.BIN_NAME_TOO_LONG, () -> client.get(null, key, "a234567890123456"));
    }

    @Test
    void aSetNameHasAtMost63Bytes() {
        Key good =
                new Key(set.namespace(), set.name() + "x".repeat(63 - set.name().length()), "k");
        Key bad =
                new Key(set.namespace(), set.name() + "x".repeat(64 - set.name().length()), "k");

        client.put(null, good, new Bin("a", 1));
        assertThat(client.exists(null, good)).isTrue();
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(null, bad, new Bin("a", 1)));
    }

    @Test
    void aRecordOfOneMebibyteIsTooBig() {
        client.put(null, key, new Bin("a", 1));

        assertRefused(ResultCode.RECORD_TOO_BIG, () -> client.put(null, key, new Bin("b", new byte[1 << 20])));
        assertThat(client.get(null, key).bins).isEqualTo(Map.of("a", 1L));

        client.put(null, key, new Bin("b", new byte[(1 << 20) - 200]));
        assertThat((byte[]) client.get(null, key).getValue("b")).hasSize((1 << 20) - 200);
    }

    @Test
    void theVeryByteThatMakesARecordTooBig() {
        // Header 35, set 1 + 17, count of bins 1, name of the bin 1 + 1, value 1 + 4, end mark 4.
        int room = (1 << 20) - 35 - 1 - set.name().length() - 1 - 2 - 5 - 4;

        client.put(null, key, new Bin("b", new byte[room]));
        assertRefused(
                ResultCode.RECORD_TOO_BIG,
                () -> client.put(policy(RecordExistsAction.REPLACE), key, new Bin("b", new byte[room + 1])));
    }

    @Test
    void anUnknownNamespaceIsRefusedByTheClientOrTheServer() {
        Key elsewhere = new Key("nowhere", set.name(), "k");

        assertRefused(ResultCode.INVALID_NAMESPACE, () -> client.put(null, elsewhere, new Bin("a", 1)));
    }

    @Test
    void theKeyIsKeptWhenItIsSent() {
        WritePolicy sending = new WritePolicy();
        sending.sendKey = true;
        client.put(sending, set.key("text"), new Bin("a", 1));
        client.put(sending, set.key(42L), new Bin("a", 2));
        client.put(null, set.key("unsent"), new Bin("a", 3));
        client.put(null, set.key("text"), new Bin("a", 4));

        Map<Long, Object> keys = new TreeMap<>();
        try (RecordSet records = client.query(null, statement())) {
            records.forEach(found -> keys.put(
                    found.record.getLong("a"), found.key.userKey == null ? "none" : found.key.userKey.getObject()));
        }

        assertThat(keys).isEqualTo(Map.of(4L, "text", 2L, 42L, 3L, "none"));
    }

    @Test
    void aKeyThatIsSentMustBeTheStoredOne() {
        WritePolicy sending = new WritePolicy();
        sending.sendKey = true;
        client.put(sending, key, new Bin("a", 1));
        Key impostor = new Key(set.namespace(), key.digest, set.name(), Value.get("other"));

        assertRefused(ResultCode.KEY_MISMATCH, () -> client.put(sending, impostor, new Bin("a", 2)));
        assertRefused(ResultCode.KEY_MISMATCH, () -> client.delete(sending, impostor));
        Policy reading = new Policy();
        reading.sendKey = true;
        assertRefused(ResultCode.KEY_MISMATCH, () -> client.get(reading, impostor));
        assertThat(client.get(null, key).getInt("a")).isEqualTo(1);
    }

    @Test
    void aDigestBelongsToOneSet() {
        client.put(null, key, new Bin("a", 1));
        Key elsewhere = new Key(set.namespace(), key.digest, set.name() + "2", null);

        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(null, elsewhere, new Bin("a", 2)));
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.get(null, elsewhere));
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.delete(null, elsewhere));
        assertThat(client.get(null, key).getInt("a")).isEqualTo(1);
    }

    @Test
    void aFilterIsNotAskedWhereThereIsNoRecord() {
        WritePolicy never = new WritePolicy();
        never.filterExp = Exp.build(Exp.lt(Exp.intBin("pos"), Exp.val(0)));
        never.failOnFilteredOut = true;

        client.put(never, key, new Bin("pos", 7));
        assertThat(client.get(null, key).getInt("pos")).isEqualTo(7);
        assertRefused(ResultCode.FILTERED_OUT, () -> client.put(never, key, new Bin("pos", 8)));
        assertRefused(ResultCode.FILTERED_OUT, () -> client.delete(never, key));
        assertThat(client.delete(never, set.key("none"))).isFalse();
        assertThat(client.get(null, key).getInt("pos")).isEqualTo(7);
    }

    @Test
    void withoutFailOnFilteredOutTheClientKeepsQuiet() {
        client.put(null, key, new Bin("pos", 7));
        WritePolicy never = new WritePolicy();
        never.filterExp = Exp.build(Exp.lt(Exp.intBin("pos"), Exp.val(0)));

        client.put(never, key, new Bin("pos", 8));
        assertThat(client.get(never, key)).isNull();
        assertThat(client.get(null, key).getInt("pos")).isEqualTo(7);
    }

    private Statement statement() {
        Statement statement = new Statement();
        statement.setNamespace(set.namespace());
        statement.setSetName(set.name());
        return statement;
    }
}
