package io.odsconnect.testbed.aerospike.model;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.BatchDelete;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.ResultCode;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.exp.Expression;
import com.aerospike.client.policy.BatchDeletePolicy;
import com.aerospike.client.policy.BatchWritePolicy;
import com.aerospike.client.policy.GenerationPolicy;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write, or a delete if it has no steps.
 *
 * @param key which record
 * @param action what must be there; a delete pays it no heed
 * @param generationPolicy how to compare the generation
 * @param generation with what
 * @param filter whether to do it, or null for always
 * @param steps what to do
 */
public record Command(
        Key key,
        RecordExistsAction action,
        GenerationPolicy generationPolicy,
        int generation,
        @Nullable Term<Boolean> filter,
        List<Step> steps) {

    boolean isDelete() {
        return steps.isEmpty();
    }

    boolean replaces() {
        return action == RecordExistsAction.REPLACE || action == RecordExistsAction.REPLACE_ONLY;
    }

    /** Sends it by itself and returns the result code. */
    public int run(IAerospikeClient client) {
        WritePolicy policy = new WritePolicy();
        policy.recordExistsAction = action;
        policy.generationPolicy = generationPolicy;
        policy.generation = generation;
        policy.filterExp = expression();
        policy.failOnFilteredOut = true;
        try {
            if (isDelete()) {
                return client.delete(policy, key) ? ResultCode.OK : ResultCode.KEY_NOT_FOUND_ERROR;
            }
            client.operate(policy, key, operations());
            return ResultCode.OK;
        } catch (AerospikeException e) {
            return e.getResultCode();
        }
    }

    /** Returns it as a row of a batch. */
    public BatchRecord row() {
        if (isDelete()) {
            BatchDeletePolicy policy = new BatchDeletePolicy();
            policy.generationPolicy = generationPolicy;
            policy.generation = generation;
            policy.filterExp = expression();
            return new BatchDelete(policy, key);
        }
        BatchWritePolicy policy = new BatchWritePolicy();
        policy.recordExistsAction = action;
        policy.generationPolicy = generationPolicy;
        policy.generation = generation;
        policy.filterExp = expression();
        return new BatchWrite(policy, key, operations());
    }

    private Operation[] operations() {
        return steps.stream().map(Step::operation).toArray(Operation[]::new);
    }

    private @Nullable Expression expression() {
        return filter == null ? null : Exp.build(filter.exp());
    }
}
