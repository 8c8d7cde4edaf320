package io.odsconnect.benchmarks.aerospike;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.BatchDelete;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.ResultCode;
import com.aerospike.client.Value;
import com.aerospike.client.async.EventLoop;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.exp.Expression;
import com.aerospike.client.listener.DeleteListener;
import com.aerospike.client.listener.WriteListener;
import com.aerospike.client.policy.BatchDeletePolicy;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.BatchWritePolicy;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import io.odsconnect.benchmarks.Workload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Writes the workload as a program of one's own would, with the client: the same bins as the sink, the position too,
 * which it only stores unless it is told to compare. Deleted rows leave no marker.
 */
final class RawAerospike {

    private static final int TIMEOUT_MS = 30_000;
    private static final String POSITION = "__position";

    private final AerospikeClient client;
    private final EventLoop loop;
    private final String namespace;
    private final String set;
    private final List<SinkRecord> records;
    private final BatchPolicy batchPolicy = new BatchPolicy(BatchPolicy.WriteDefault());
    private final BatchWritePolicy writes = new BatchWritePolicy();
    private final BatchDeletePolicy deletes = new BatchDeletePolicy();
    private final WritePolicy put = new WritePolicy();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    RawAerospike(AerospikeClient client, EventLoop loop, String namespace, String set, List<SinkRecord> records) {
        this.client = client;
        this.loop = loop;
        this.namespace = namespace;
        this.set = set;
        this.records = records;
        batchPolicy.setTimeout(TIMEOUT_MS);
        writes.recordExistsAction = RecordExistsAction.REPLACE;
        writes.sendKey = true;
        put.setTimeout(TIMEOUT_MS);
        put.recordExistsAction = RecordExistsAction.REPLACE;
        put.sendKey = true;
    }

    /**
     * Batches of so many changes, in the order of the changes, so many in flight. Of a row only the last change in a
     * batch is written, as the server does the writes of a batch in any order. With one in flight each row ends right.
     */
    double batches(int size, int inFlight) {
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        Semaphore free = new Semaphore(inFlight);
        long begin = System.nanoTime();
        for (int from = 0; from < records.size(); from += size) {
            Map<String, BatchRecord> batch = new LinkedHashMap<>();
            for (SinkRecord record : records.subList(from, Math.min(records.size(), from + size))) {
                batch.put(Workload.key(record), plain(record));
            }
            submit(threads, free, new ArrayList<>(batch.values()));
        }
        free.acquireUninterruptibly(inFlight);
        return end(begin, List.of(threads));
    }

    /**
     * Several lanes, each with one batch in flight; all changes of a row take the same one, by the hash of its key. So
     * each row ends right, and the server has several batches to do.
     *
     * @param requests what each change asks of the server
     */
    double lanes(int size, int count, Function<SinkRecord, BatchRecord> requests) {
        List<ExecutorService> threads = new ArrayList<>();
        List<Semaphore> free = new ArrayList<>();
        List<Map<String, BatchRecord>> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Executors.newSingleThreadExecutor());
            // One batch under way, and one that waits behind it.
            free.add(new Semaphore(2));
            batches.add(new LinkedHashMap<>());
        }
        long begin = System.nanoTime();
        for (SinkRecord record : records) {
            String key = Workload.key(record);
            int lane = Math.floorMod(key.hashCode(), count);
            Map<String, BatchRecord> batch = batches.get(lane);
            batch.put(key, requests.apply(record));
            if (batch.size() == size) {
                submit(threads.get(lane), free.get(lane), new ArrayList<>(batch.values()));
                batch.clear();
            }
        }
        for (int lane = 0; lane < count; lane++) {
            submit(
                    threads.get(lane),
                    free.get(lane),
                    new ArrayList<>(batches.get(lane).values()));
        }
        free.forEach(each -> each.acquireUninterruptibly(2));
        return end(begin, threads);
    }

    private void submit(ExecutorService thread, Semaphore free, List<BatchRecord> batch) {
        free.acquireUninterruptibly();
        thread.execute(() -> {
            try {
                client.operate(batchPolicy, batch);
                for (BatchRecord each : batch) {
                    if (each.resultCode != ResultCode.OK && each.resultCode != ResultCode.KEY_NOT_FOUND_ERROR) {
                        failure.set(new AerospikeException(each.resultCode));
                    }
                }
            } catch (AerospikeException e) {
                failure.set(e);
            } finally {
                free.release();
            }
        });
    }

    /** Single asynchronous puts and deletes, so many in flight; changes of a row may overtake each other. */
    double asyncPuts(int inFlight) {
        Semaphore free = new Semaphore(inFlight);
        Listener listener = new Listener(free);
        long begin = System.nanoTime();
        for (SinkRecord record : records) {
            free.acquireUninterruptibly();
            Struct row = Workload.row(record);
            if (row == null) {
                client.delete(loop, listener, put, key(record));
            } else {
                client.put(loop, listener, put, key(record), bins(row, Workload.position(record)));
            }
        }
        free.acquireUninterruptibly(inFlight);
        return end(begin, List.of());
    }

    private final class Listener implements WriteListener, DeleteListener {

        private final Semaphore free;

        Listener(Semaphore free) {
            this.free = free;
        }

        @Override
        public void onSuccess(Key key) {
            free.release();
        }

        @Override
        public void onSuccess(Key key, boolean existed) {
            free.release();
        }

        @Override
        public void onFailure(AerospikeException exception) {
            failure.set(exception);
            free.release();
        }
    }

    private double end(long begin, List<ExecutorService> threads) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        threads.forEach(ExecutorService::shutdown);
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return seconds;
    }

    /** Returns what writes or deletes a row. */
    BatchRecord plain(SinkRecord record) {
        Struct row = Workload.row(record);
        return row == null
                ? new BatchDelete(deletes, key(record))
                : new BatchWrite(writes, key(record), puts(row, record, 0));
    }

    /** Returns what writes or deletes a row, and has the server not answer for each bin, as the sink does. */
    BatchRecord lean(SinkRecord record) {
        Struct row = Workload.row(record);
        if (row == null) {
            return new BatchDelete(deletes, key(record));
        }
        Operation[] operations = puts(row, record, 1);
        operations[0] = Operation.get();
        return new BatchWrite(writes, key(record), operations);
    }

    /** Returns what writes or deletes a row unless it is there with a higher position. */
    BatchRecord comparing(SinkRecord record) {
        Expression isOlder = Exp.build(Exp.or(
                Exp.not(Exp.binExists(POSITION)), Exp.le(Exp.intBin(POSITION), Exp.val(Workload.position(record)))));
        Struct row = Workload.row(record);
        if (row == null) {
            BatchDeletePolicy policy = new BatchDeletePolicy(deletes);
            policy.filterExp = isOlder;
            return new BatchDelete(policy, key(record));
        }
        BatchWritePolicy policy = new BatchWritePolicy(writes);
        policy.filterExp = isOlder;
        return new BatchWrite(policy, key(record), puts(row, record, 0));
    }

    /** Returns the puts of a row's bins; the first of them are left out for something else. */
    private static Operation[] puts(Struct row, SinkRecord record, int free) {
        Bin[] bins = bins(row, Workload.position(record));
        Operation[] operations = new Operation[free + bins.length];
        for (int i = 0; i < bins.length; i++) {
            operations[free + i] = Operation.put(bins[i]);
        }
        return operations;
    }

    private Key key(SinkRecord record) {
        return new Key(namespace, set, Workload.key(record));
    }

    private static Bin[] bins(Struct row, long position) {
        List<Field> fields = row.schema().fields();
        Bin[] bins = new Bin[fields.size() + 1];
        for (Field field : fields) {
            bins[field.index()] = new Bin(field.name(), Value.get(stored(row.get(field))));
        }
        bins[fields.size()] = new Bin(POSITION, position);
        return bins;
    }

    /** Returns a value as it is to be found in a bin: Aerospike has no decimals. */
    static Object stored(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof Number number ? number.longValue() : value;
    }
}
