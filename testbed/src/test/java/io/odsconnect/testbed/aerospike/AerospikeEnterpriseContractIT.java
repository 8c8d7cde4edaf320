package io.odsconnect.testbed.aerospike;

import static io.odsconnect.testbed.aerospike.AerospikeContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.ResultCode;
import com.aerospike.client.Txn;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.Policy;
import com.aerospike.client.policy.ReadModeSC;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Community Edition answers to what only the Enterprise Edition does, whether it is real or the stand-in. */
@ExtendWith(AerospikeContract.class)
class AerospikeEnterpriseContractIT {

    private IAerospikeClient client;
    private Key key;
    private Key absent;

    @BeforeEach
    void connect(IAerospikeClient connected, TestSet set) {
        client = connected;
        key = set.key("k");
        absent = set.key("absent");
        client.put(null, key, new Bin("n", 1));
    }

    private static WritePolicy inTransaction() {
        WritePolicy policy = new WritePolicy();
        policy.txn = new Txn();
        return policy;
    }

    @Test
    void aPutOfATransactionIsRefusedWhateverIsThere() {
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.put(inTransaction(), key, new Bin("n", 2)));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.put(inTransaction(), absent, new Bin("n", 2)));

        WritePolicy update = inTransaction();
        update.recordExistsAction = RecordExistsAction.UPDATE_ONLY;
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.put(update, absent, new Bin("n", 2)));
        WritePolicy create = inTransaction();
        create.recordExistsAction = RecordExistsAction.CREATE_ONLY;
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.put(create, key, new Bin("n", 2)));

        assertThat(client.get(null, key).getLong("n")).isEqualTo(1);
        assertThat(client.exists(null, absent)).isFalse();
    }

    @Test
    void aReplaceOfATransactionThatCannotBeIsRefusedForThat() {
        WritePolicy replace = inTransaction();
        replace.recordExistsAction = RecordExistsAction.REPLACE;
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(replace, key, Bin.asNull("n")));
    }

    @Test
    void aReadOfATransactionIsRefusedWhetherTheRecordIsThereOrNot() {
        Policy read = new Policy();
        read.txn = new Txn();
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.get(read, key));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.get(read, absent));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.exists(read, absent));
    }

    @Test
    void eachPutOfABatchOfATransactionIsRefused() {
        BatchPolicy policy = new BatchPolicy();
        policy.txn = new Txn();
        List<BatchRecord> batch = List.of(
                new BatchWrite(key, new Operation[] {Operation.put(new Bin("n", 2))}),
                new BatchWrite(absent, new Operation[] {Operation.put(new Bin("n", 2))}));

        assertThat(client.operate(policy, batch)).isFalse();

        assertThat(batch).allMatch(row -> row.resultCode == ResultCode.ENTERPRISE_ONLY);
        assertThat(client.get(null, key).getLong("n")).isEqualTo(1);
    }

    @Test
    void aLinearizedReadIsRefusedWhetherTheRecordIsThereOrNot() {
        Policy read = new Policy();
        read.readModeSC = ReadModeSC.LINEARIZE;
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.get(read, key));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.get(read, absent));
        assertRefused(ResultCode.ENTERPRISE_ONLY, () -> client.exists(read, key));
    }

    @Test
    void otherReadsOfStrongConsistencyAreServed() {
        for (ReadModeSC mode : List.of(ReadModeSC.SESSION, ReadModeSC.ALLOW_REPLICA, ReadModeSC.ALLOW_UNAVAILABLE)) {
            Policy read = new Policy();
            read.readModeSC = mode;
            assertThat(client.get(read, key).getLong("n")).isEqualTo(1);
        }
    }
}
