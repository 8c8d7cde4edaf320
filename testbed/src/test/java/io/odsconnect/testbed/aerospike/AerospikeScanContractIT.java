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
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.policy.QueryPolicy;
import com.aerospike.client.policy.ScanPolicy;
import com.aerospike.client.policy.WritePolicy;
import com.aerospike.client.query.Filter;
import com.aerospike.client.query.KeyRecord;
import com.aerospike.client.query.PartitionFilter;
import com.aerospike.client.query.RecordSet;
import com.aerospike.client.query.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All records of a set, or of some partitions. */
@ExtendWith(AerospikeContract.class)
class AerospikeScanContractIT {

    private static final int RECORDS = 2000;

    private IAerospikeClient client;
    private TestSet set;

    @BeforeEach
    void writeRecords(IAerospikeClient connected, TestSet fresh) {
        client = connected;
        set = fresh;
        List<BatchRecord> writes = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            writes.add(new BatchWrite(set.key(i), new Operation[] {
                Operation.put(new Bin("n", i)), Operation.put(new Bin(i % 2 == 0 ? "even" : "odd", "x".repeat(100)))
            }));
        }
        assertThat(client.operate(null, writes)).isTrue();
    }

    private Statement statement(String... bins) {
        Statement statement = new Statement();
        statement.setNamespace(set.namespace());
        statement.setSetName(set.name());
        if (bins.length > 0) {
            statement.setBinNames(bins);
        }
        return statement;
    }

    private static Set<Long> numbers(List<KeyRecord> records) {
        return records.stream().map(found -> found.record.getLong("n")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private List<KeyRecord> query(QueryPolicy policy, Statement statement) {
        List<KeyRecord> found = new ArrayList<>();
        try (RecordSet records = client.query(policy, statement)) {
            records.forEach(found::add);
        }
        return found;
    }

    @Test
    void aScanFindsEveryRecordOfTheSetOnce() {
        Map<Long, Key> found = new ConcurrentHashMap<>();
        client.scanAll(new ScanPolicy(), set.namespace(), set.name(), (key, record) -> {
            assertThat(key.setName).isEqualTo(set.name());
            assertThat(found.put(record.getLong("n"), key)).isNull();
        });

        assertThat(found.keySet()).isEqualTo(upTo(RECORDS));
        assertThat(found).containsEntry(7L, set.key(7));
    }

    @Test
    void aScanFetchesTheChosenBins() {
        Set<Long> found = new ConcurrentSkipListSet<>();
        client.scanAll(
                new ScanPolicy(),
                set.namespace(),
                set.name(),
                (key, record) -> {
                    assertThat(record.bins).containsOnlyKeys("n");
                    found.add(record.getLong("n"));
                },
                "n");

        assertThat(found).isEqualTo(upTo(RECORDS));
    }

    @Test
    void aScanMayLeaveTheBinsOut() {
        ScanPolicy policy = new ScanPolicy();
        policy.includeBinData = false;
        Set<Key> found = ConcurrentHashMap.newKeySet();
        client.scanAll(policy, set.namespace(), set.name(), (key, record) -> {
            assertThat(record.bins).isNull();
            assertThat(record.generation).isEqualTo(1);
            found.add(key);
        });

        assertThat(found.size()).isEqualTo(RECORDS);
    }

    @Test
    void aQueryFindsWhatItsFilterLetsThrough() {
        QueryPolicy policy = new QueryPolicy();
        policy.filterExp = Exp.build(Exp.lt(Exp.intBin("n"), Exp.val(100)));

        assertThat(numbers(query(policy, statement()))).isEqualTo(upTo(100));
    }

    @Test
    void aQueryOfBinsLeavesOutTheRecordsThatHaveNoneOfThem() {
        List<KeyRecord> found = query(new QueryPolicy(), statement("even"));

        assertThat(found.size()).isEqualTo(RECORDS / 2);
        assertThat(query(new QueryPolicy(), statement("even", "n")).size()).isEqualTo(RECORDS);
    }

    @Test
    void aSetThatIsNotThereHasNoRecords() {
        Statement statement = statement();
        statement.setSetName(set.name() + "none");

        assertThat(query(new QueryPolicy(), statement)).isEmpty();
    }

    @Test
    void aQueryMayBeCutInPages() {
        Statement statement = statement();
        statement.setMaxRecords(300);
        PartitionFilter rest = PartitionFilter.all();
        List<KeyRecord> found = new ArrayList<>();
        int pages = 0;
        while (!rest.isDone()) {
            List<KeyRecord> page = new ArrayList<>();
            try (RecordSet records = client.queryPartitions(new QueryPolicy(), statement, rest)) {
                records.forEach(page::add);
            }
            assertThat(page.size()).isLessThanOrEqualTo(300);
            found.addAll(page);
            pages++;
        }

        assertThat(found.size()).isEqualTo(RECORDS);
        assertThat(numbers(found)).isEqualTo(upTo(RECORDS));
        assertThat(pages).isBetween(7, 8);
    }

    @Test
    void partitionsAreQueriedByThemselves() {
        List<KeyRecord> low = new ArrayList<>();
        try (RecordSet records =
                client.queryPartitions(new QueryPolicy(), statement(), PartitionFilter.range(0, 1000))) {
            records.forEach(low::add);
        }
        List<KeyRecord> high = new ArrayList<>();
        try (RecordSet records =
                client.queryPartitions(new QueryPolicy(), statement(), PartitionFilter.range(1000, 3096))) {
            records.forEach(high::add);
        }

        assertThat(low).isNotEmpty();
        assertThat(low.size() + high.size()).isEqualTo(RECORDS);
        low.addAll(high);
        assertThat(numbers(low)).isEqualTo(upTo(RECORDS));
    }

    @Test
    void aQueryGoesOnBehindAKey() {
        Key first = set.key(0);
        List<KeyRecord> found = new ArrayList<>();
        try (RecordSet records = client.queryPartitions(new QueryPolicy(), statement(), PartitionFilter.after(first))) {
            records.forEach(found::add);
        }

        assertThat(found.stream().map(each -> each.key)).doesNotContain(first);
        assertThat(found.size()).isLessThan(20);
    }

    @Test
    void aSecondaryIndexThatIsNotThereIsRefused() {
        Statement statement = statement();
        statement.setFilter(Filter.range("n", 0, 10));

        assertRefused(ResultCode.INDEX_NOTFOUND, () -> query(new QueryPolicy(), statement));
    }

    @Test
    void aBinNameThatIsTooLongIsRefused() {
        assertRefused(ResultCode.PARAMETER_ERROR, () -> query(new QueryPolicy(), statement("a234567890123456")));
    }

    @Test
    void truncateEmptiesTheSetAndNoOther() {
        TestSet other = TestSet.fresh(set.namespace());
        client.put(null, other.key(1), new Bin("n", 1));

        // A record of the very millisecond is spared.
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            client.truncate(null, set.namespace(), set.name(), null);
            return query(new QueryPolicy(), statement()).isEmpty();
        });

        assertThat(client.exists(null, set.key(1))).isFalse();
        assertThat(client.exists(null, other.key(1))).isTrue();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            client.put(null, set.key(1), new Bin("n", 1));
            assertThat(client.exists(null, set.key(1))).isTrue();
        });
    }

    @Test
    void aScanGivesMetadata() {
        WritePolicy hour = new WritePolicy();
        hour.expiration = 3600;
        client.put(hour, set.key(1), new Bin("n", 1));
        QueryPolicy policy = new QueryPolicy();
        policy.filterExp = Exp.build(Exp.gt(Exp.ttl(), Exp.val(0)));

        List<KeyRecord> found = query(policy, statement());

        assertThat(found.size()).isEqualTo(1);
        Record record = found.get(0).record;
        assertThat(record.generation).isEqualTo(2);
        assertThat(record.getTimeToLive()).isBetween(3500, 3600);
    }
}
