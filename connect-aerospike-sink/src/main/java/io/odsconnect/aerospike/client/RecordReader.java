package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.BatchRead;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.BatchReadPolicy;
import com.aerospike.client.policy.ReadModeAP;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Reads records by their keys, and never writes. Safe for use by several threads. */
public final class RecordReader {

    private static final Stored ABSENT = new Stored(null, false);
    private static final Stored ODD = new Stored(null, true);

    private final IAerospikeClient client;
    private final Predicate<String> isNamedByColumns;
    private final BatchPolicy policy;
    private final BatchReadPolicy read = new BatchReadPolicy();

    /**
     * Reads records of a cluster.
     *
     * @param client the client; its default policies say how long a batch may take, and from which replica to read
     * @param isNamedByColumns whether a namespace's name comes from a row: where there is none such, nor is the row
     */
    public RecordReader(IAerospikeClient client, Predicate<String> isNamedByColumns) {
        this.client = client;
        this.isNamedByColumns = isNamedByColumns;
        policy = new BatchPolicy(client.getBatchParentPolicyWriteDefault());
        policy.sendKey = false;
        // While data moves between nodes two of them may have a version of a record; the later one counts.
        read.readModeAP = ReadModeAP.ALL;
    }

    /**
     * What is there under a key.
     *
     * @param record the record; null where there is none, or where it is odd
     * @param isOdd whether there is something that the client cannot read
     */
    public record Stored(@Nullable Record record, boolean isOdd) {}

    /**
     * Reads records; returns one result a key, in their order.
     *
     * @param bins the bins to read; null for all
     * @throws StoreUnavailableException if the servers cannot be reached, or refuse to be read now
     * @throws ConnectException if they refuse before somebody has mended something
     */
    public List<Stored> read(List<Key> keys, String @Nullable [] bins) {
        List<BatchRecord> batch = new ArrayList<>(keys.size());
        for (Key key : keys) {
            batch.add(bins == null ? new BatchRead(read, key, true) : new BatchRead(read, key, bins));
        }
        boolean knowsPartitions = !client.getCluster().partitionMap.isEmpty();
        AerospikeException failure = Results.send(client, policy, batch);
        if (failure != null && Results.isOfTheBatch(failure)) {
            return readInHalves(keys, bins);
        }
        List<Stored> found = new ArrayList<>(keys.size());
        for (BatchRecord each : batch) {
            found.add(found(each, failure, knowsPartitions));
        }
        return found;
    }

    /** Finds the record that the client cannot bear. */
    private List<Stored> readInHalves(List<Key> keys, String @Nullable [] bins) {
        if (keys.size() == 1) {
            return List.of(ODD);
        }
        int half = keys.size() / 2;
        List<Stored> found = new ArrayList<>(read(keys.subList(0, half), bins));
        found.addAll(read(keys.subList(half, keys.size()), bins));
        return found;
    }

    private Stored found(BatchRecord each, @Nullable AerospikeException failure, boolean knowsPartitions) {
        int code = each.resultCode;
        if (code == ResultCode.OK && each.record != null) {
            return new Stored(each.record, false);
        }
        if (code == ResultCode.OK || code == ResultCode.KEY_NOT_FOUND_ERROR) {
            return ABSENT;
        }
        if (code == ResultCode.INVALID_NAMESPACE && !knowsPartitions) {
            throw new StoreUnavailableException("No node of the cluster has been met yet", failure);
        }
        if (code == ResultCode.INVALID_NAMESPACE && isNamedByColumns.test(each.key.namespace)) {
            return ABSENT;
        }
        if (code == ResultCode.NO_RESPONSE && failure != null) {
            throw refusal(failure);
        }
        if (Results.isOfTheRecord(code)) {
            return ODD;
        }
        throw refusal(code, failure);
    }

    /** Returns what a failure of the client's means for whoever wanted to read: to try again, or to give up. */
    public static RuntimeException refusal(AerospikeException failure) {
        return refusal(failure.getResultCode(), failure);
    }

    private static RuntimeException refusal(int code, @Nullable AerospikeException failure) {
        Outcome outcome = Results.of(code, false, failure);
        if (outcome instanceof Outcome.Retry retry) {
            return new StoreUnavailableException(retry.reason(), failure);
        }
        String advice = code == ResultCode.ROLE_VIOLATION
                ? "Aerospike says: role violation (result code " + code
                        + "): the user needs the role read on the namespace, and to scan it"
                : outcome instanceof Outcome.Fatal fatal ? fatal.reason() : ((Outcome.Rejected) outcome).reason();
        return new ConnectException(advice, failure);
    }
}
