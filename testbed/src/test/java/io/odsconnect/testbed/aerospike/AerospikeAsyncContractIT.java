package io.odsconnect.testbed.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.Bin;
import com.aerospike.client.Host;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.async.EventLoops;
import com.aerospike.client.async.EventPolicy;
import com.aerospike.client.async.NioEventLoops;
import com.aerospike.client.listener.BatchOperateListListener;
import com.aerospike.client.listener.DeleteListener;
import com.aerospike.client.listener.RecordListener;
import com.aerospike.client.listener.RecordSequenceListener;
import com.aerospike.client.listener.WriteListener;
import com.aerospike.client.policy.BatchWritePolicy;
import com.aerospike.client.policy.ClientPolicy;
import com.aerospike.client.policy.RecordExistsAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client on event loops, many commands at a time. */
@ExtendWith(AerospikeContract.class)
class AerospikeAsyncContractIT {

    private EventLoops loops;
    private IAerospikeClient client;
    private TestSet set;

    @BeforeEach
    void connect(AerospikeServer server, TestSet fresh) {
        loops = new NioEventLoops(new EventPolicy(), 2);
        ClientPolicy policy = new ClientPolicy();
        policy.eventLoops = loops;
        client = new AerospikeClient(policy, new Host(server.host(), server.port()));
        set = fresh;
    }

    @AfterEach
    void disconnect() {
        client.close();
        loops.close();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aRecordIsWrittenReadAndDeleted() throws Exception {
        Answer answer = new Answer();
        client.put(null, answer, null, set.key("k"), new Bin("a", 1));
        await(answer.written);
        client.get(null, answer, null, set.key("k"));
        assertThat(await(answer.read).bins).isEqualTo(Map.of("a", 1L));
        client.delete(null, answer, null, set.key("k"));
        assertThat(await(answer.deleted)).isTrue();
    }

    @Test
    void manyBatchesAreUnderwayAtOnce() throws Exception {
        List<CompletableFuture<List<BatchRecord>>> underway = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<BatchRecord> rows = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                rows.add(new BatchWrite(set.key(i * 100L + j), new Operation[] {
                    Operation.put(new Bin("n", i * 100L + j))
                }));
            }
            underway.add(operate(rows));
        }
        for (CompletableFuture<List<BatchRecord>> batch : underway) {
            assertThat(await(batch))
                    .allSatisfy(row -> assertThat(row.resultCode).isEqualTo(ResultCode.OK));
        }

        Map<Long, Boolean> found = new ConcurrentHashMap<>();
        CompletableFuture<Boolean> scanned = new CompletableFuture<>();
        client.scanAll(
                null,
                new RecordSequenceListener() {
                    @Override
                    public void onRecord(Key key, Record record) {
                        found.put(record.getLong("n"), true);
                    }

                    @Override
                    public void onSuccess() {
                        scanned.complete(true);
                    }

                    @Override
                    public void onFailure(AerospikeException e) {
                        scanned.completeExceptionally(e);
                    }
                },
                null,
                set.namespace(),
                set.name());
        await(scanned);
        assertThat(found.size()).isEqualTo(10_000);
    }

    @Test
    void rowsThatFailAreToldOneByOne() throws Exception {
        BatchWritePolicy create = new BatchWritePolicy();
        create.recordExistsAction = RecordExistsAction.CREATE_ONLY;
        List<BatchRecord> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(new BatchWrite(create, set.key(i / 2), new Operation[] {Operation.put(new Bin("n", i))}));
        }

        List<BatchRecord> done = await(operate(rows));

        assertThat(done.stream().filter(row -> row.resultCode == ResultCode.OK)).hasSize(5);
        assertThat(done.stream().filter(row -> row.resultCode == ResultCode.KEY_EXISTS_ERROR))
                .hasSize(5);
    }

    private CompletableFuture<List<BatchRecord>> operate(List<BatchRecord> rows) {
        CompletableFuture<List<BatchRecord>> done = new CompletableFuture<>();
        client.operate(
                null,
                new BatchOperateListListener() {
                    @Override
                    public void onSuccess(List<BatchRecord> records, boolean status) {
                        done.complete(records);
                    }

                    @Override
                    public void onFailure(AerospikeException e) {
                        done.completeExceptionally(e);
                    }
                },
                null,
                rows);
        return done;
    }

    private static final class Answer implements WriteListener, RecordListener, DeleteListener {

        private final CompletableFuture<Key> written = new CompletableFuture<>();
        private final CompletableFuture<Record> read = new CompletableFuture<>();
        private final CompletableFuture<Boolean> deleted = new CompletableFuture<>();

        @Override
        public void onSuccess(Key key) {
            written.complete(key);
        }

        @Override
        public void onSuccess(Key key, Record found) {
            read.complete(found);
        }

        @Override
        public void onSuccess(Key key, boolean existed) {
            deleted.complete(existed);
        }

        @Override
        public void onFailure(AerospikeException e) {
            written.completeExceptionally(e);
            read.completeExceptionally(e);
            deleted.completeExceptionally(e);
        }
    }
}
