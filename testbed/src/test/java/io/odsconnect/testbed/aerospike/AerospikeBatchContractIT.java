package io.odsconnect.testbed.aerospike;

import static io.odsconnect.testbed.aerospike.AerospikeContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.BatchDelete;
import com.aerospike.client.BatchRead;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchResults;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.exp.Expression;
import com.aerospike.client.policy.BatchDeletePolicy;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.BatchWritePolicy;
import com.aerospike.client.policy.GenerationPolicy;
import com.aerospike.client.policy.RecordExistsAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many records in one message. */
@ExtendWith(AerospikeContract.class)
class AerospikeBatchContractIT {

    private IAerospikeClient client;
    private TestSet set;

    @BeforeEach
    void connect(IAerospikeClient connected, TestSet fresh) {
        client = connected;
        set = fresh;
    }

    private BatchWrite write(String key, @Nullable BatchWritePolicy policy, Operation... operations) {
        return new BatchWrite(policy, set.key(key), operations);
    }

    private static Operation put(String bin, long value) {
        return Operation.put(new Bin(bin, value));
    }

    private static BatchWritePolicy guarded(@Nullable Expression filter, RecordExistsAction action) {
        BatchWritePolicy policy = new BatchWritePolicy();
        policy.filterExp = filter;
        policy.recordExistsAction = action;
        return policy;
    }

    private static List<Integer> codes(List<? extends BatchRecord> records) {
        return records.stream().map(record -> record.resultCode).toList();
    }

    @Test
    void writesReadsAndDeletesMixAndEachHasItsOwnResult() {
        client.put(null, set.key("gone"), new Bin("a", 1));
        client.put(null, set.key("read"), new Bin("a", 1), new Bin("b", 2));
        BatchRead all = new BatchRead(set.key("read"), true);
        BatchRead some = new BatchRead(set.key("read"), new String[] {"b"});
        BatchRead header = new BatchRead(set.key("read"), false);
        List<BatchRecord> records = new ArrayList<>(List.of(
                write("new", null, put("x", 1), put("y", 2)),
                new BatchDelete(set.key("gone")),
                all,
                some,
                header,
                new BatchDelete(set.key("never")),
                new BatchRead(set.key("never"), true)));

        boolean allWell = client.operate(null, records);

        assertThat(allWell).isFalse();
        assertThat(codes(records))
                .containsExactly(
                        ResultCode.OK,
                        ResultCode.OK,
                        ResultCode.OK,
                        ResultCode.OK,
                        ResultCode.OK,
                        ResultCode.KEY_NOT_FOUND_ERROR,
                        ResultCode.KEY_NOT_FOUND_ERROR);
        assertThat(all.record.bins).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(some.record.bins).isEqualTo(Map.of("b", 2L));
        assertThat(header.record.bins).isNull();
        assertThat(header.record.generation).isEqualTo(1);
        assertThat(client.get(null, set.key("new")).bins).isEqualTo(Map.of("x", 1L, "y", 2L));
        assertThat(client.exists(null, set.key("gone"))).isFalse();
    }

    @Test
    void aFilterAppliesToItsRowAlone() {
        client.put(null, set.key("old"), new Bin("pos", 5), new Bin("a", 1));
        client.put(null, set.key("new"), new Bin("pos", 50), new Bin("a", 1));
        Expression newer = Exp.build(Exp.lt(Exp.intBin("pos"), Exp.val(10)));
        List<BatchRecord> records = new ArrayList<>(List.of(
                write("old", guarded(newer, RecordExistsAction.REPLACE), put("pos", 10), put("b", 2)),
                write("new", guarded(newer, RecordExistsAction.REPLACE), put("pos", 10), put("b", 2)),
                write("absent", guarded(newer, RecordExistsAction.REPLACE), put("pos", 10), put("b", 2)),
                write("plain", null, put("pos", 1))));

        client.operate(null, records);

        assertThat(codes(records))
                .containsExactly(ResultCode.OK, ResultCode.FILTERED_OUT, ResultCode.OK, ResultCode.OK);
        assertThat(client.get(null, set.key("old")).bins).isEqualTo(Map.of("pos", 10L, "b", 2L));
        assertThat(client.get(null, set.key("new")).bins).isEqualTo(Map.of("pos", 50L, "a", 1L));
        assertThat(client.get(null, set.key("absent")).bins).isEqualTo(Map.of("pos", 10L, "b", 2L));
    }

    @Test
    void aFilterOfAllAppliesWhereARowHasNone() {
        client.put(null, set.key("1"), new Bin("a", 1));
        client.put(null, set.key("2"), new Bin("a", 2));
        client.put(null, set.key("3"), new Bin("a", 3));
        BatchPolicy policy = new BatchPolicy();
        policy.filterExp = Exp.build(Exp.eq(Exp.intBin("a"), Exp.val(2)));
        Expression three = Exp.build(Exp.eq(Exp.intBin("a"), Exp.val(3)));
        List<BatchRecord> records = new ArrayList<>(List.of(
                write("1", null, put("b", 1)),
                write("2", null, put("b", 1)),
                write("3", guarded(three, RecordExistsAction.UPDATE), put("b", 1)),
                new BatchRead(set.key("1"), true)));

        client.operate(policy, records);

        assertThat(codes(records))
                .containsExactly(ResultCode.FILTERED_OUT, ResultCode.OK, ResultCode.OK, ResultCode.FILTERED_OUT);
    }

    @Test
    void aReplaceIsAnsweredBinByBinUnlessAReadOfAllStandsFirst() {
        BatchWritePolicy replace = guarded(null, RecordExistsAction.REPLACE);
        client.put(null, set.key("old"), new Bin("gone", 1));

        for (int others = 0; others < 2; others++) {
            // A node that gets one record of a batch only has it in a message of its own kind.
            List<BatchRecord> plain = new ArrayList<>(List.of(write("old", replace, put("x", 1), put("y", 2))));
            List<BatchRecord> lean =
                    new ArrayList<>(List.of(write("old", replace, Operation.get(), put("x", 3), put("y", 4))));
            List<BatchRecord> fresh =
                    new ArrayList<>(List.of(write("new" + others, replace, Operation.get(), put("x", 5), put("y", 6))));
            for (List<BatchRecord> batch : List.of(plain, lean, fresh)) {
                for (int i = 0; i < others; i++) {
                    batch.add(new BatchRead(set.key("never"), true));
                }
                client.operate(null, batch);
            }

            assertThat(plain.get(0).record.bins).containsOnlyKeys("x", "y").containsEntry("x", null);
            assertThat(lean.get(0).record.bins).isNullOrEmpty();
            assertThat(lean.get(0).record.generation).isEqualTo(plain.get(0).record.generation + 1);
            assertThat(fresh.get(0).record.bins).isNullOrEmpty();
            assertThat(fresh.get(0).record.generation).isEqualTo(1);
            assertThat(client.get(null, set.key("old")).bins).isEqualTo(Map.of("x", 3L, "y", 4L));
            assertThat(client.get(null, set.key("new" + others)).bins).isEqualTo(Map.of("x", 5L, "y", 6L));
        }
    }

    @Test
    void oneRowsErrorLeavesTheOthersAlone() {
        client.put(null, set.key("there"), new Bin("a", 1));
        BatchWritePolicy generation = new BatchWritePolicy();
        generation.generationPolicy = GenerationPolicy.EXPECT_GEN_EQUAL;
        generation.generation = 9;
        BatchDeletePolicy durable = new BatchDeletePolicy();
        durable.durableDelete = true;
        BatchWritePolicy tooLong = new BatchWritePolicy();
        tooLong.expiration = 315_360_001;
        List<BatchRecord> records = new ArrayList<>(List.of(
                write("first", null, put("a", 1)),
                write("there", guarded(null, RecordExistsAction.CREATE_ONLY), put("a", 2)),
                write("there", generation, put("a", 2)),
                write("absent", guarded(null, RecordExistsAction.UPDATE_ONLY), put("a", 2)),
                write("name", null, put("a234567890123456", 2)),
                write("big", null, Operation.put(new Bin("a", new byte[1 << 20]))),
                new BatchDelete(durable, set.key("there")),
                write("ttl", tooLong, put("a", 1)),
                write("last", null, put("a", 1))));

        assertThat(client.operate(null, records)).isFalse();

        assertThat(codes(records))
                .containsExactly(
                        ResultCode.OK,
                        ResultCode.KEY_EXISTS_ERROR,
                        ResultCode.GENERATION_ERROR,
                        ResultCode.KEY_NOT_FOUND_ERROR,
                        ResultCode.BIN_NAME_TOO_LONG,
                        ResultCode.RECORD_TOO_BIG,
                        ResultCode.ENTERPRISE_ONLY,
                        ResultCode.PARAMETER_ERROR,
                        ResultCode.OK);
        assertThat(client.get(null, set.key("there")).bins).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void withoutAnswersForAllKeysEveryRowIsStillRun() {
        client.put(null, set.key("there"), new Bin("a", 1));
        BatchPolicy policy = new BatchPolicy();
        policy.respondAllKeys = false;
        policy.allowInline = true;
        List<BatchRecord> records = new ArrayList<>(List.of(
                write("there", guarded(null, RecordExistsAction.CREATE_ONLY), put("a", 2)),
                write("last", null, put("a", 1))));

        assertRefused(ResultCode.KEY_EXISTS_ERROR, () -> client.operate(policy, records));

        assertThat(records.get(0).resultCode).isEqualTo(ResultCode.KEY_EXISTS_ERROR);
        assertThat(client.get(null, set.key("last")).bins).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void oneKeyTwiceIsDoneTwiceInOrder() {
        List<BatchRecord> records = new ArrayList<>(List.of(
                write("k", null, put("a", 1)),
                write("k", null, Operation.add(new Bin("a", 10))),
                new BatchRead(set.key("k"), true)));

        client.operate(null, records);

        assertThat(client.get(null, set.key("k")).getLong("a")).isEqualTo(11);
        assertThat(client.get(null, set.key("k")).generation).isEqualTo(2);
    }

    @Test
    void manyKeysAreReadFoundAndDeletedInTheirOrder() {
        Key[] keys = IntStream.range(0, 500).mapToObj(set::key).toArray(Key[]::new);
        List<BatchRecord> writes = new ArrayList<>();
        for (int i = 0; i < keys.length; i += 2) {
            writes.add(new BatchWrite(keys[i], new Operation[] {put("n", i)}));
        }
        assertThat(client.operate(null, writes)).isTrue();

        Record[] found = client.get(null, keys);
        boolean[] exist = client.exists(null, keys);
        Record[] headers = client.getHeader(null, keys);
        for (int i = 0; i < keys.length; i++) {
            assertThat(exist[i]).isEqualTo(i % 2 == 0);
            if (i % 2 == 0) {
                assertThat(found[i].bins).isEqualTo(Map.of("n", (long) i));
                assertThat(headers[i].generation).isEqualTo(1);
            } else {
                assertThat(found[i]).isNull();
                assertThat(headers[i]).isNull();
            }
        }

        BatchResults deleted = client.delete(null, null, keys);
        assertThat(deleted.records[0].resultCode).isEqualTo(ResultCode.OK);
        assertThat(deleted.records[1].resultCode).isEqualTo(ResultCode.KEY_NOT_FOUND_ERROR);
        assertThat(client.exists(null, keys)).containsOnly(false);
    }

    @Test
    void operationsOnManyKeysGiveTheirResults() {
        Key[] keys = {set.key("1"), set.key("2")};
        client.put(null, keys[0], new Bin("a", 1));
        client.put(null, keys[1], new Bin("a", 10));

        BatchResults results =
                client.operate(null, null, keys, Operation.add(new Bin("a", 5)), Operation.get("a"), put("b", 1));

        assertThat(results.status).isTrue();
        assertThat(results.records[0].record.getList("a")).isEqualTo(Arrays.asList(null, 6L));
        assertThat(results.records[1].record.getList("a")).isEqualTo(Arrays.asList(null, 15L));
        assertThat(results.records[1].record.bins).containsEntry("b", null);
        assertThat(results.records[1].record.generation).isEqualTo(2);
    }

    @Test
    void aBigBatchComesBackWhole() {
        Key[] keys = IntStream.range(0, 200).mapToObj(set::key).toArray(Key[]::new);
        byte[] blob = new byte[10_000];
        for (Key key : keys) {
            client.put(null, key, new Bin("b", blob));
        }

        Record[] found = client.get(null, keys);

        assertThat(found)
                .hasSize(200)
                .allSatisfy(record -> assertThat((byte[]) record.getValue("b")).hasSize(10_000));
    }
}
