package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.BatchDelete;
import com.aerospike.client.BatchRead;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Operation;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.exp.Expression;
import com.aerospike.client.policy.BatchDeletePolicy;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.BatchReadPolicy;
import com.aerospike.client.policy.BatchWritePolicy;
import com.aerospike.client.policy.CommitLevel;
import com.aerospike.client.policy.ReadModeAP;
import com.aerospike.client.policy.RecordExistsAction;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Records;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.aerospike.protocol.WriteRules;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a cluster. The steps of a call go in one batch, which mixes reads, writes and deletes. */
public final class ClientRecords implements Records {

    private static final Outcome NO_NODE_YET = new Outcome.Retry("No node of the cluster has been met yet", null);

    /**
     * The first operation of a write that replaces a record. It reads what was written before it, which is nothing, and
     * where all is read the client (9.2.0) does not ask for an answer to each bin that is written: these took it as long as
     * the digests do.
     */
    private static final Operation NOTHING_BACK = Operation.get();

    private final IAerospikeClient client;
    private final WriteRules rules;
    private final BatchPolicy policy;
    private final BatchReadPolicy read = new BatchReadPolicy();
    private final PositionFilter filter;

    /** One array for all, by which the client sees that reads are alike, and sends what they share once. */
    private final String[] positionOnly;

    /**
     * Works on the records of a cluster.
     *
     * @param client the client; its default policies say how long a batch may take, and how often it is sent again
     * @param rules how records are written
     */
    public ClientRecords(IAerospikeClient client, WriteRules rules) {
        this.client = client;
        this.rules = rules;
        filter = new PositionFilter(rules.positionBin());
        positionOnly = new String[] {rules.positionBin()};
        // Where a node gets one record of a batch only, the client (9.2.0) takes from here whether to send its user
        // key, not from the record's own policy. What reads that are alike share is then sent with each of them.
        policy = new BatchPolicy(client.getBatchParentPolicyWriteDefault());
        policy.sendKey = rules.sendKey();
        // While data moves between nodes two of them may have a version of a marker; ask both then.
        read.readModeAP = ReadModeAP.ALL;
    }

    @Override
    public List<Answer> run(List<Step> steps) {
        List<BatchRecord> batch = new ArrayList<>(steps.size());
        for (Step step : steps) {
            batch.add(request(step));
        }
        boolean knowsPartitions = !client.getCluster().partitionMap.isEmpty();
        long resent = client.getCluster().getRetryCount();
        AerospikeException failure = null;
        try {
            client.operate(policy, batch);
        } catch (AerospikeException e) {
            failure = e;
        }
        Sending sending = new Sending(
                failure, knowsPartitions, client.getCluster().getRetryCount() != resent || rules.durableDelete());
        List<Answer> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            answers.add(answer(steps.get(i), batch.get(i), sending));
        }
        return answers;
    }

    private BatchRecord request(Step step) {
        if (step instanceof Step.Put put) {
            return put(put);
        }
        if (step instanceof Step.Remove remove) {
            BatchDeletePolicy delete = new BatchDeletePolicy();
            delete.filterExp = removable(remove);
            delete.durableDelete = rules.durableDelete();
            delete.commitLevel = rules.commitLevel();
            return new BatchDelete(delete, remove.key());
        }
        return new BatchRead(read, step.key(), positionOnly);
    }

    private BatchWrite put(Step.Put put) {
        boolean guarded = put.position() != ChangeEvent.NO_POSITION;
        BatchWritePolicy write = new BatchWritePolicy();
        write.recordExistsAction = RecordExistsAction.REPLACE;
        write.sendKey = rules.sendKey();
        write.commitLevel = put.isMarker() ? CommitLevel.COMMIT_ALL : rules.commitLevel();
        write.expiration = put.lifetime().seconds(System.currentTimeMillis());
        List<Operation> operations = new ArrayList<>(put.bins().size() + 2);
        operations.add(NOTHING_BACK);
        if (guarded) {
            write.filterExp = filter.noneOrUpTo(put.position());
            operations.add(Operation.put(new Bin(rules.positionBin(), put.position())));
        }
        for (Bin bin : put.bins()) {
            operations.add(Operation.put(bin));
        }
        return new BatchWrite(write, put.key(), operations.toArray(Operation[]::new));
    }

    private @Nullable Expression removable(Step.Remove remove) {
        if (remove.upTo() == ChangeEvent.NO_POSITION) {
            return null;
        }
        return remove.orNone() ? filter.noneOrUpTo(remove.upTo()) : filter.upTo(remove.upTo());
    }

    /**
     * What is to be known of a batch when its answers are read.
     *
     * @param failure what the client threw, or null
     * @param knewPartitions whether the client had met any node that told which namespaces there are
     * @param hidesCreation whether a generation above 1 does not tell that a record was there before: a request that
     *     was sent twice may have found what it made the first time, and a new record goes on counting from the
     *     tombstone of a durable delete
     */
    private record Sending(@Nullable AerospikeException failure, boolean knewPartitions, boolean hidesCreation) {}

    private Answer answer(Step step, BatchRecord result, Sending sending) {
        AerospikeException failure = sending.failure;
        return switch (result.resultCode) {
            case ResultCode.OK -> done(step, result.record, sending.hidesCreation);
            case ResultCode.KEY_NOT_FOUND_ERROR -> Answer.ABSENT;
            case ResultCode.FILTERED_OUT -> Answer.HELD;
            case ResultCode.NO_RESPONSE ->
                new Answer.Failed(
                        failure == null
                                ? Results.of(ResultCode.NO_RESPONSE, true, null)
                                : Results.of(failure.getResultCode(), failure.getInDoubt() || result.inDoubt, failure));
            case ResultCode.INVALID_NAMESPACE ->
                new Answer.Failed(sending.knewPartitions ? Results.of(result.resultCode, false, failure) : NO_NODE_YET);
            default -> new Answer.Failed(Results.of(result.resultCode, result.inDoubt, failure));
        };
    }

    private Answer done(Step step, @Nullable Record record, boolean hidesCreation) {
        if (step instanceof Step.ReadPosition) {
            Object position = record == null ? null : record.getValue(rules.positionBin());
            return new Answer.Position(position instanceof Long value ? value : ChangeEvent.NO_POSITION);
        }
        // The first generation is 1, and after the last comes 1 again: taken for new too often does no harm.
        return new Answer.Done(hidesCreation || record == null || record.generation <= 1);
    }
}
