package io.odsconnect.aerospike.compare;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.exp.Exp;
import com.aerospike.client.exp.Expression;
import com.aerospike.client.policy.ScanPolicy;
import com.aerospike.client.query.PartitionFilter;
import io.odsconnect.aerospike.client.RecordReader;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a set by its primary index, some partitions at a time, one node after the other. Of the rows only the
 * positions are read; since the server leaves out what has no such bin, it goes through the set a second time for those.
 */
final class SetScan implements RowScan<AerospikeWrite> {

    private static final int PARTITIONS = 4096;

    /** As many of the partitions as a page is taken from; so the server is never asked for long. */
    private static final int RANGE = 64;

    private static final int MOST_ROWS = 1000;

    private final AerospikeClient client;
    private final TableSets.Place place;
    private final @Nullable String positionBin;
    private final int timeoutMillis;
    private final Executor threads;
    private final BiFunction<Key, @Nullable Object, StoredRow<AerospikeWrite>> row;
    private int begin;
    private boolean withoutPosition;
    private @Nullable PartitionFilter filter;

    /**
     * Makes a scan.
     *
     * @param positionBin the bin with the position; null where rows have none
     * @param timeoutMillis how long a node may be silent
     * @param row makes a row of a key and what is in the position's bin
     */
    SetScan(
            AerospikeClient client,
            TableSets.Place place,
            @Nullable String positionBin,
            int timeoutMillis,
            Executor threads,
            BiFunction<Key, @Nullable Object, StoredRow<AerospikeWrite>> row) {
        this.client = client;
        this.place = place;
        this.positionBin = positionBin;
        this.timeoutMillis = timeoutMillis;
        this.threads = threads;
        this.row = row;
        withoutPosition = positionBin == null;
    }

    @Override
    public CompletionStage<Page<AerospikeWrite>> next() {
        return CompletableFuture.supplyAsync(this::page, threads);
    }

    private synchronized Page<AerospikeWrite> page() {
        PartitionFilter range = filter == null ? PartitionFilter.range(begin, RANGE) : filter;
        // If this fails, the range begins again: nothing of this page was returned yet.
        filter = null;
        List<StoredRow<AerospikeWrite>> rows = new ArrayList<>();
        try {
            client.scanPartitions(
                    policy(),
                    range,
                    place.namespace(),
                    place.set(),
                    (key, record) -> rows.add(found(key, record)),
                    bins());
        } catch (AerospikeException e) {
            throw RecordReader.refusal(e);
        }
        if (!range.isDone()) {
            filter = range;
            return new Page<>(rows, rows.size(), false);
        }
        begin += RANGE;
        boolean isLast = begin >= PARTITIONS && withoutPosition;
        if (begin >= PARTITIONS && !withoutPosition) {
            begin = 0;
            withoutPosition = true;
        }
        return new Page<>(rows, rows.size(), isLast);
    }

    private StoredRow<AerospikeWrite> found(Key key, Record record) {
        return row.apply(key, positionBin == null ? null : record.getValue(positionBin));
    }

    private String[] bins() {
        return positionBin == null || withoutPosition ? new String[0] : new String[] {positionBin};
    }

    private ScanPolicy policy() {
        ScanPolicy policy = new ScanPolicy();
        policy.maxRecords = MOST_ROWS;
        policy.concurrentNodes = false;
        policy.includeBinData = !withoutPosition;
        policy.socketTimeout = timeoutMillis;
        policy.totalTimeout = 0;
        if (positionBin != null && withoutPosition) {
            policy.filterExp = withoutBin(positionBin);
        }
        return policy;
    }

    private static Expression withoutBin(String bin) {
        return Exp.build(Exp.not(Exp.binExists(bin)));
    }

    @Override
    public void close() {
        // A page under way ends by itself.
    }
}
