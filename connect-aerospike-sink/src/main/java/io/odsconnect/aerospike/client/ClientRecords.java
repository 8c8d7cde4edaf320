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
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.Records;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.aerospike.protocol.WriteRules;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
    private final Predicate<String> isNamedByColumns;
    private final SetLimit sets;
    private final BatchPolicy policy;
    private final BatchReadPolicy read = new BatchReadPolicy();
    private final PositionFilter filter;

    /** One array for all, by which the client sees that reads are alike, and sends what they share once. */
    private final String[] positionOnly;

    /**
     * Works on the records of a cluster. A row that the client cannot send makes {@link #run} of a batch throw; alone it is
     * a bad record.
     *
     * @param client the client; its default policies say how long a batch may take, and how often it is sent again
     * @param rules how records are written
     */
    public ClientRecords(IAerospikeClient client, WriteRules rules) {
        this(client, rules, namespace -> false);
    }

    /**
     * Works on the records of a cluster.
     *
     * @param client the client; its default policies say how long a batch may take, and how often it is sent again
     * @param rules how records are written
     * @param isNamedByColumns whether a namespace's name comes from a row, which is to blame if there is none such
     */
    public ClientRecords(IAerospikeClient client, WriteRules rules, Predicate<String> isNamedByColumns) {
        this.client = client;
        this.rules = rules;
        this.isNamedByColumns = isNamedByColumns;
        sets = new SetLimit(client);
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
        AerospikeException failure = Results.send(client, policy, batch);
        if (failure != null && batch.size() > 1 && blamesARow(failure, batch)) {
            throw failure;
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
        if (step instanceof Step.PutUnlessPosition put) {
            BatchWritePolicy write = replacing(rules.commitLevel(), put.lifetime());
            write.filterExp = filter.none();
            return new BatchWrite(write, put.key(), operations(put.bins(), ChangeEvent.NO_POSITION));
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
        BatchWritePolicy write =
                replacing(put.isMarker() ? CommitLevel.COMMIT_ALL : rules.commitLevel(), put.lifetime());
        if (put.position() != ChangeEvent.NO_POSITION) {
            write.filterExp = filter.noneOrUpTo(put.position());
        }
        return new BatchWrite(write, put.key(), operations(put.bins(), put.position()));
    }

    private BatchWritePolicy replacing(CommitLevel commitLevel, Lifetime lifetime) {
        BatchWritePolicy write = new BatchWritePolicy();
        write.recordExistsAction = RecordExistsAction.REPLACE;
        write.sendKey = rules.sendKey();
        write.commitLevel = commitLevel;
        write.expiration = lifetime.seconds(System.currentTimeMillis());
        return write;
    }

    private Operation[] operations(List<Bin> bins, long position) {
        List<Operation> operations = new ArrayList<>(bins.size() + 2);
        operations.add(NOTHING_BACK);
        if (position != ChangeEvent.NO_POSITION) {
            operations.add(Operation.put(new Bin(rules.positionBin(), position)));
        }
        for (Bin bin : bins) {
            operations.add(Operation.put(bin));
        }
        return operations.toArray(Operation[]::new);
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
     * @param knewPartitions whether the client had met any node that reported its namespaces
     * @param hidesCreation whether a generation above 1 does not prove that a record existed before: a request that
     *     was sent twice may have found what it made the first time, and a new record goes on counting from the
     *     tombstone of a durable delete
     */
    private record Sending(@Nullable AerospikeException failure, boolean knewPartitions, boolean hidesCreation) {}

    /**
     * Says whether rows are without an answer for a reason that is no server's: one of them is to blame, and which that is
     * shows only in smaller batches.
     */
    private static boolean blamesARow(AerospikeException failure, List<BatchRecord> batch) {
        return (Results.isOfTheBatch(failure) || Results.isOfTheRecord(failure.getResultCode()))
                && batch.stream().anyMatch(row -> row.resultCode == ResultCode.NO_RESPONSE);
    }

    private Answer answer(Step step, BatchRecord result, Sending sending) {
        return switch (result.resultCode) {
            case ResultCode.OK -> done(step, result.record, sending.hidesCreation);
            case ResultCode.KEY_NOT_FOUND_ERROR -> Answer.ABSENT;
            case ResultCode.FILTERED_OUT -> Answer.HELD;
            case ResultCode.NO_RESPONSE -> noAnswer(result, sending.failure);
            default -> {
                boolean inDoubt = result.inDoubt || result.resultCode == ResultCode.TIMEOUT;
                yield new Answer.Failed(
                        refusal(step, result, sending), inDoubt ? Answer.Cause.LOST : Answer.Cause.REFUSED);
            }
        };
    }

    private static Answer noAnswer(BatchRecord result, @Nullable AerospikeException failure) {
        if (failure == null) {
            return new Answer.Failed(Results.of(ResultCode.NO_RESPONSE, true, null), Answer.Cause.LOST);
        }
        if (Results.isOfTheBatch(failure)) {
            String says = String.valueOf(failure.getBaseMessage());
            return new Answer.Failed(
                    new Outcome.Rejected("The Aerospike client cannot send the row: " + says, failure),
                    Answer.Cause.NOT_SENT);
        }
        boolean inDoubt = failure.getInDoubt() || result.inDoubt;
        return new Answer.Failed(
                Results.of(failure.getResultCode(), inDoubt, failure),
                inDoubt ? Answer.Cause.LOST : Answer.Cause.NOT_SENT);
    }

    private Outcome refusal(Step step, BatchRecord result, Sending sending) {
        String namespace = step.key().namespace;
        if (result.resultCode == ResultCode.INVALID_NAMESPACE) {
            if (!sending.knewPartitions) {
                return NO_NODE_YET;
            }
            if (isNamedByColumns.test(namespace)) {
                return new Outcome.Rejected(
                        "The cluster has no namespace of the name that aerospike.namespace gives for the row: mend the"
                                + " columns that are in it, or add the namespace",
                        sending.failure);
            }
        }
        if (result.resultCode == ResultCode.PARAMETER_ERROR && !(step instanceof Step.ReadPosition)) {
            String limit = sets.reached(namespace, step.key().setName);
            if (limit != null) {
                return new Outcome.Retry(limit, sending.failure);
            }
        }
        return Results.of(result.resultCode, result.inDoubt, sending.failure);
    }

    private Answer done(Step step, @Nullable Record record, boolean hidesCreation) {
        if (step instanceof Step.ReadPosition) {
            Object position = record == null ? null : record.getValue(rules.positionBin());
            if (position == null) {
                return new Answer.Position(ChangeEvent.NO_POSITION);
            }
            return position instanceof Long value
                    ? new Answer.Position(value)
                    : new Answer.NoPosition(position.getClass().getSimpleName());
        }
        // The first generation is 1, and after the last comes 1 again: taken for new too often does no harm.
        return new Answer.Done(hidesCreation || record == null || record.generation <= 1);
    }
}
