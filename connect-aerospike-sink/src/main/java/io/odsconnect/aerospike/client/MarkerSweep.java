package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Info;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.cluster.Node;
import com.aerospike.client.policy.ScanPolicy;
import com.aerospike.client.query.PartitionFilter;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Records;
import io.odsconnect.aerospike.protocol.RowKey;
import io.odsconnect.aerospike.protocol.Step;
import java.util.ArrayList;
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

    private static final int BATCH = 500;

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
     */
    record Result(long markers, long removed) {}

    /**
     * Goes through this task's share of the markers.
     *
     * @throws AerospikeException if the server does not do it now
     */
    Result run() {
        long markers = 0;
        long removed = 0;
        for (String namespace : namespaces()) {
            for (String set : markerSets(namespace)) {
                Rows rows = new Rows(namespace, set.substring(0, set.length() - suffix().length()));
                client.scanPartitions(policy(), share(), namespace, set, rows::add, positionBin, RowKey.BIN);
                rows.flush();
                markers += rows.markers;
                removed += rows.removed;
            }
        }
        return new Result(markers, removed);
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

    /** The rows of a set whose markers were read. */
    private final class Rows {

        private final String namespace;
        private final @Nullable String set;
        private final List<Step> steps = new ArrayList<>();
        private long markers;
        private long removed;

        Rows(String namespace, String set) {
            this.namespace = namespace;
            this.set = set.isEmpty() ? null : set;
        }

        void add(Key marker, Record record) {
            markers++;
            Key row = rowOf(marker, record);
            if (row != null && record.getValue(positionBin) instanceof Long position) {
                steps.add(new Step.Remove(row, position - 1, false));
                if (steps.size() == BATCH) {
                    flush();
                }
            }
        }

        /** A marker that was left by an earlier version, without a user key, does not tell its row. */
        private @Nullable Key rowOf(Key marker, Record record) {
            if (marker.userKey != null) {
                return new Key(namespace, set, marker.userKey);
            }
            return record.getValue(RowKey.BIN) instanceof byte[] digest ? new Key(namespace, digest, set, null) : null;
        }

        void flush() {
            if (steps.isEmpty()) {
                return;
            }
            for (Answer answer : records.run(List.copyOf(steps))) {
                if (answer instanceof Answer.Failed failed) {
                    throw new AerospikeException("A row could not be checked: " + failed.outcome());
                }
                removed += answer instanceof Answer.Done ? 1 : 0;
            }
            steps.clear();
        }
    }
}
