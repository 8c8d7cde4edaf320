package io.odsconnect.aerospike.compare;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.Value;
import io.odsconnect.aerospike.client.DefaultLife;
import io.odsconnect.aerospike.client.RecordReader;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.RowKey;
import io.odsconnect.aerospike.protocol.RowSet;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import io.odsconnect.common.event.ChangeEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Compares rows with the records of a cluster, and finds those that only the cluster has. It never writes. */
public final class AerospikeComparer implements Comparer<AerospikeWrite> {

    /** As long as it matters. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final int SCAN_TIMEOUT_MS = 30_000;

    private final AerospikeClient client;
    private final AerospikeSinkConfig config;
    private final RecordReader reader;
    private final StoredLife lives;
    private final DefaultLife defaults;
    private final TableSets sets;
    private final Executor threads;
    private final String positionBin;

    /**
     * Compares with the records of a cluster.
     *
     * @param client connected to it
     * @param config the task's options
     * @param threads on which to wait for the cluster
     */
    public AerospikeComparer(AerospikeClient client, AerospikeSinkConfig config, Executor threads) {
        this.client = client;
        this.config = config;
        this.threads = threads;
        reader = new RecordReader(client, namespace -> !config.namespaces().contains(namespace));
        defaults = new DefaultLife(client);
        lives = new StoredLife(defaults);
        sets = new TableSets(config);
        positionBin = config.positionBin();
    }

    @Override
    public RowHash identity(AerospikeWrite write) {
        return identity(write.key());
    }

    /** The digest is of the set and the user key; the same of both may be in two namespaces. */
    private static RowHash identity(Key key) {
        return RowHash.of(
                List.of(ByteBuffer.wrap(key.namespace.getBytes(StandardCharsets.UTF_8)), ByteBuffer.wrap(key.digest)));
    }

    @Override
    public String key(AerospikeWrite write) {
        return text(write.key());
    }

    private static String text(Key key) {
        String name = key.userKey == null ? "digest " + HexFormat.of().formatHex(key.digest) : key.userKey.toString();
        return key.namespace + "." + key.setName + "/" + name;
    }

    @Override
    public CompletionStage<List<Comparison>> compare(List<AerospikeWrite> batch) {
        return CompletableFuture.supplyAsync(() -> compareNow(batch), threads);
    }

    private List<Comparison> compareNow(List<AerospikeWrite> batch) {
        List<RecordReader.Stored> rows =
                reader.read(batch.stream().map(AerospikeWrite::key).toList(), null);
        long now = System.currentTimeMillis();
        List<Comparison> comparisons = new ArrayList<>(batch.size());
        List<Integer> deleted = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Comparison comparison = compare(batch.get(i), rows.get(i), now);
            comparisons.add(comparison);
            if (mayBeDeleted(batch.get(i), comparison)) {
                deleted.add(i);
            }
        }
        if (!deleted.isEmpty()) {
            lookForMarkers(batch, comparisons, deleted);
        }
        return comparisons;
    }

    private static boolean mayBeDeleted(AerospikeWrite write, Comparison comparison) {
        return write.isGuarded()
                && !write.isDelete()
                && !(comparison instanceof Comparison.Match)
                && !(comparison instanceof Comparison.Newer);
    }

    /** A row whose delete is remembered was there when it was read, and is gone since, or is going. */
    private void lookForMarkers(List<AerospikeWrite> batch, List<Comparison> comparisons, List<Integer> indexes) {
        List<Key> markers =
                indexes.stream().map(i -> batch.get(i).row().marker()).toList();
        List<RecordReader.Stored> found = reader.read(markers, new String[] {positionBin});
        for (int i = 0; i < indexes.size(); i++) {
            int index = indexes.get(i);
            Record marker = found.get(i).record();
            if (marker != null
                    && marker.getValue(positionBin) instanceof Long position
                    && position >= batch.get(index).position()) {
                comparisons.set(index, new Comparison.Newer(position));
            }
        }
    }

    private Comparison compare(AerospikeWrite write, RecordReader.Stored stored, long now) {
        if (stored.isOdd()) {
            return new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.FORM));
        }
        Record record = stored.record();
        if (write.isDelete()) {
            return compareDeleted(write, record, now);
        }
        if (record == null) {
            return lives.mayBeOver(write, now) ? Comparison.EXPIRED : Comparison.MISSING;
        }
        boolean hasPosition = record.getValue(positionBin) instanceof Long;
        if (write.isGuarded() && !hasPosition) {
            return new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.FORM));
        }
        long position = positionOf(record.getValue(positionBin));
        if (write.isGuarded() && position > write.position()) {
            return new Comparison.Newer(position);
        }
        List<String> differences = StoredForm.differences(write.bins(), record.bins, positionBin);
        if (!lives.fits(write, record, position, now)) {
            differences.add(Comparison.TIME_TO_LIVE);
        }
        return differences.isEmpty() ? Comparison.MATCH : new Comparison.Different(position, differences);
    }

    private Comparison compareDeleted(AerospikeWrite write, @Nullable Record record, long now) {
        if (record == null) {
            return Comparison.MATCH;
        }
        long position = positionOf(record.getValue(positionBin));
        boolean isNewer = write.isGuarded() && position > write.position();
        return isNewer || StoredLife.isNearlyOver(record, now)
                ? Comparison.MATCH
                : new Comparison.Different(position, List.of(Comparison.ROW));
    }

    private static long positionOf(@Nullable Object bin) {
        return bin instanceof Long position ? position : ChangeEvent.NO_POSITION;
    }

    @Override
    public Optional<String> whyNoScan(String topic) {
        return sets.whyNone(topic);
    }

    @Override
    public RowScan<AerospikeWrite> scan(String topic) {
        TableSets.Place place = sets.of(topic);
        if (place == null) {
            throw new ConnectException(sets.whyNone(topic).orElseThrow());
        }
        boolean guards = config.shared().positionGuard();
        return new SetScan(
                client,
                place,
                guards ? positionBin : null,
                Math.max(SCAN_TIMEOUT_MS, config.requestTimeoutMs()),
                threads,
                this::row);
    }

    private StoredRow<AerospikeWrite> row(Key key, @Nullable Object position) {
        return new StoredRow<>(identity(key), positionOf(position), text(key), at -> deletion(key, at));
    }

    private AerospikeWrite deletion(Key key, long position) {
        boolean guards = config.shared().positionGuard();
        Value userKey = key.userKey;
        RowKey row = userKey == null
                ? RowKey.ofDigest(key)
                : new RowKey(key.namespace, new RowSet(key.setName, key.setName + config.markerSetSuffix()), userKey);
        List<Bin> bins =
                guards && !config.writeRules().sendKey() ? List.of(new Bin(RowKey.BIN, key.digest)) : List.of();
        return new AerospikeWrite(
                row, bins, guards ? position : ChangeEvent.NO_POSITION, true, config.markerTtl(), key.digest.length);
    }

    @Override
    public Duration knowsDeletesFor() {
        if (!config.shared().positionGuard()) {
            return Duration.ZERO;
        }
        Lifetime life = config.markerTtl();
        if (life.value() != 0) {
            return life.value() < 0 ? FOR_EVER : Duration.ofSeconds(life.value());
        }
        return config.hasNamespacesOfColumns() ? Duration.ZERO : defaultLife();
    }

    /** Returns how long a marker stays that was written without a life of its own, in the namespace where that is least. */
    private Duration defaultLife() {
        Duration least = FOR_EVER;
        for (String namespace : config.namespaces()) {
            OptionalLong seconds = defaults.seconds(namespace, null);
            Duration life =
                    seconds.isPresent() && seconds.getAsLong() == 0 ? FOR_EVER : Duration.ofSeconds(seconds.orElse(0));
            least = life.compareTo(least) < 0 ? life : least;
        }
        return least;
    }

    @Override
    public String readsFrom() {
        return config.rackIds().isEmpty() ? "primary" : "the replica in the nearest rack";
    }
}
