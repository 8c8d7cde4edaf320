package io.odsconnect.aerospike;

import com.aerospike.client.Key;
import io.odsconnect.testbed.sink.suite.StoreUnderTest;
import io.odsconnect.testbed.sink.suite.SuiteTable;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkTask;

/** Aerospike and its sink for the suite of all sinks: a set for each of its tables, new ones for each test. */
final class AerospikeUnderTest implements StoreUnderTest {

    private final Cluster cluster = Cluster.get();
    private final Map<SuiteTable, String> sets = new HashMap<>();

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(cluster.server().host(), cluster.server().port());
    }

    @Override
    public SinkTask newTask() {
        return new AerospikeSinkTask();
    }

    @Override
    public Map<String, String> options(InetSocketAddress at) {
        Map<String, String> options = new HashMap<>();
        options.put("aerospike.hosts", at.getHostString() + ":" + at.getPort());
        options.put("aerospike.namespace", cluster.server().namespace());
        options.put("aerospike.request.timeout.ms", "1000");
        sets.forEach((table, set) -> options.put("set.template." + table.topic(), set));
        options.put("key.template." + SuiteTable.ENTRY.topic(), "{ACCOUNT}:{SEQ}");
        return options;
    }

    @Override
    public void empty() {
        sets.put(SuiteTable.CARD, cluster.newSet());
        sets.put(SuiteTable.ENTRY, cluster.newSet());
        sets.put(SuiteTable.TICKET, cluster.newSet());
    }

    @Override
    public Map<String, Map<String, String>> rows(SuiteTable table) {
        Map<String, Map<String, String>> rows = new HashMap<>();
        cluster.all(Objects.requireNonNull(sets.get(table))).forEach((key, bins) -> {
            Map<String, String> columns = new HashMap<>();
            bins.forEach((bin, value) -> columns.put(bin, SuiteTable.textOf(value)));
            columns.remove("__position");
            rows.put(key.toString(), columns);
        });
        return rows;
    }

    @Override
    public OptionalLong millisLeft(SuiteTable table, String key) {
        Key found = cluster.key(Objects.requireNonNull(sets.get(table)), Long.parseLong(key));
        int seconds = Objects.requireNonNull(cluster.client().get(null, found)).getTimeToLive();
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(TimeUnit.SECONDS.toMillis(seconds));
    }

    @Override
    public boolean tellsStale() {
        return true;
    }

    @Override
    public void close() {
        // The client is shared by all tests.
    }
}
