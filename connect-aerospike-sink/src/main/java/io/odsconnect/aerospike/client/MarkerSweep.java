package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Info;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.ScanCallback;
import com.aerospike.client.cluster.Node;
import com.aerospike.client.policy.ScanPolicy;
import com.aerospike.client.query.PartitionFilter;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.Records;
import io.odsconnect.aerospike.protocol.RowKey;
import io.odsconnect.aerospike.protocol.Step;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes through delete markers and removes each row that is there with a lower position: one that came back from disk, or
 * from a node that was away. That is the last step of a put that finds a marker, which may be done at any time.
 */
final class MarkerSweep {

    /** How many partitions a namespace has. */
    private static final int PARTITIONS = 4096;

    private final AerospikeClient client;
    private final AerospikeSinkConfig config;
    private final Records records;
    private final String positionBin;

    MarkerSweep(AerospikeClient client, AerospikeSinkConfig config, Records records) {
        this.client = client;
        this.config = config;
        this.records = records;
        this.positionBin = config.positionBin();
    }

    /**
     * What came of it.
     *
     * @param markers how many markers were gone through
     * @param removed how many rows were removed
     * @param failed the checks of rows that the server did not do now, to be tried {@linkplain #again again}
     * @param reason why the last of these was not done; empty where none is left
     */
    record Result(long markers, long removed, List<Step> failed, String reason) {

        Result {
            failed = List.copyOf(failed);
        }
    }

    /**
     * Goes through this task's share of the markers.
     *
     * @throws AerospikeException if the markers cannot be read now, or too many rows cannot be checked
     */
    Result run() {
        RowChecks checks = new RowChecks(records);
        long[] markers = {0};
        for (String namespace : namespaces()) {
            for (String set : markerSets(namespace)) {
                String rows = set.substring(0, set.length() - suffix().length());
                ScanCallback check = (marker, record) -> {
                    markers[0]++;
                    Key row = rowOf(marker, record, rows.isEmpty() ? null : rows);
                    if (row != null && record.getValue(positionBin) instanceof Long position) {
                        checks.add(new Step.Remove(row, position - 1, false));
                    }
                };
                client.scanPartitions(policy(), share(), namespace, set, check, positionBin, RowKey.BIN);
            }
        }
        return checks.finish(markers[0]);
    }

    /**
     * Checks rows once more that could not be checked.
     *
     * @throws AerospikeException if too many cannot be
     */
    Result again(List<Step> failed) {
        RowChecks checks = new RowChecks(records);
        failed.forEach(checks::add);
        return checks.finish(0);
    }

    /** A marker of an earlier version has no user key and does not identify its row. */
    private static @Nullable Key rowOf(Key marker, Record record, @Nullable String set) {
        if (marker.userKey != null) {
            return new Key(marker.namespace, set, marker.userKey);
        }
        return record.getValue(RowKey.BIN) instanceof byte[] digest
                ? new Key(marker.namespace, digest, set, null)
                : null;
    }

    private String suffix() {
        return config.markerSetSuffix();
    }

    private PartitionFilter share() {
        AerospikeSinkConfig.Share share = config.share();
        int begin = share.begin(PARTITIONS);
        return PartitionFilter.range(begin, Math.max(1, share.end(PARTITIONS) - begin));
    }

    private ScanPolicy policy() {
        ScanPolicy policy = new ScanPolicy();
        policy.recordsPerSecond = config.markerCheckRate();
        policy.concurrentNodes = false;
        policy.totalTimeout = 0;
        return policy;
    }

    /** Where columns are in the names of namespaces, any may have markers. */
    private Set<String> namespaces() {
        return config.hasNamespacesOfColumns()
                ? new TreeSet<>(client.getCluster().partitionMap.keySet())
                : config.namespaces();
    }

    private Set<String> markerSets(String namespace) {
        Set<String> sets = new TreeSet<>();
        for (Node node : client.getNodes()) {
            for (String set : SetLimit.names(Info.request(client.getInfoPolicyDefault(), node, "sets/" + namespace))) {
                if (set.endsWith(suffix())) {
                    sets.add(set);
                }
            }
        }
        return sets;
    }
}
