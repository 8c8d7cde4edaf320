package io.odsconnect.testbed.aerospike;

import static io.odsconnect.testbed.aerospike.AerospikeContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.BatchRecord;
import com.aerospike.client.BatchWrite;
import com.aerospike.client.Bin;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Operation;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.BatchWritePolicy;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a record lives. The namespace's default must be for ever, as it is when nothing is configured. */
@ExtendWith(AerospikeContract.class)
class AerospikeLifetimeContractIT {

    private static final int NEVER = -1;
    private static final int LEAVE = -2;
    private static final int LONGEST = 315_360_000;

    private IAerospikeClient client;
    private TestSet set;
    private Key key;

    @BeforeEach
    void connect(IAerospikeClient connected, TestSet fresh) {
        client = connected;
        set = fresh;
        key = set.key("k");
    }

    private static WritePolicy living(int seconds) {
        WritePolicy policy = new WritePolicy();
        policy.expiration = seconds;
        return policy;
    }

    private int ttl() {
        return client.getHeader(null, key).getTimeToLive();
    }

    @Test
    void aRecordIsGoneWhenItsTimeIsOver() {
        client.put(living(1), key, new Bin("a", 1));
        assertThat(client.exists(null, key)).isTrue();

        await().atMost(Duration.ofSeconds(20)).until(() -> !client.exists(null, key));

        assertThat(client.get(null, key)).isNull();
        client.put(living(NEVER), key, new Bin("b", 1));
        assertThat(client.get(null, key).generation).isEqualTo(1);
        assertThat(client.get(null, key).bins).containsOnlyKeys("b");
    }

    @Test
    void eachWriteSetsTheTimeAnew() {
        client.put(living(1000), key, new Bin("a", 1));
        assertThat(ttl()).isBetween(990, 1000);

        client.put(living(LEAVE), key, new Bin("a", 2));
        assertThat(ttl()).isBetween(990, 1000);

        client.put(living(50), key, new Bin("a", 3));
        assertThat(ttl()).isBetween(40, 50);

        client.put(living(0), key, new Bin("a", 4));
        assertThat(ttl()).isEqualTo(NEVER);

        client.touch(living(2000), key);
        assertThat(ttl()).isBetween(1990, 2000);

        client.put(living(NEVER), key, new Bin("a", 5));
        assertThat(ttl()).isEqualTo(NEVER);
    }

    @Test
    void aReplaceMayLeaveTheTimeToo() {
        client.put(living(1000), key, new Bin("a", 1));
        WritePolicy replace = living(LEAVE);
        replace.recordExistsAction = RecordExistsAction.REPLACE;
        client.put(replace, key, new Bin("b", 1));

        assertThat(ttl()).isBetween(990, 1000);
    }

    @Test
    void aNewRecordHasNoTimeToLeave() {
        client.put(living(LEAVE), key, new Bin("a", 1));

        assertThat(ttl()).isEqualTo(NEVER);
    }

    @Test
    void tenYearsIsTheLongest() {
        client.put(living(LONGEST), key, new Bin("a", 1));
        assertThat(ttl()).isBetween(LONGEST - 10, LONGEST);

        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(living(LONGEST + 1), key, new Bin("a", 2)));
        assertRefused(ResultCode.PARAMETER_ERROR, () -> client.put(living(-3), key, new Bin("a", 2)));
        assertThat(client.get(null, key).getInt("a")).isEqualTo(1);
    }

    @Test
    void aBatchSetsTheTimeOfEachRow() {
        List<BatchRecord> records = new ArrayList<>();
        for (int seconds : new int[] {100, NEVER, 0, LONGEST + 1}) {
            BatchWritePolicy policy = new BatchWritePolicy();
            policy.expiration = seconds;
            records.add(
                    new BatchWrite(policy, set.key(seconds), new Operation[] {Operation.put(new Bin("a", seconds))}));
        }
        client.operate(null, records);

        assertThat(client.getHeader(null, set.key(100)).getTimeToLive()).isBetween(90, 100);
        assertThat(client.getHeader(null, set.key(NEVER)).getTimeToLive()).isEqualTo(NEVER);
        assertThat(client.getHeader(null, set.key(0)).getTimeToLive()).isEqualTo(NEVER);
        assertThat(records.get(3).resultCode).isEqualTo(ResultCode.PARAMETER_ERROR);
        assertThat(client.exists(null, set.key(LONGEST + 1))).isFalse();
    }
}
