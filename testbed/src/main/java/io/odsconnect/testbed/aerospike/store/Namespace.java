package io.odsconnect.testbed.aerospike.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All records, in memory, by partition. A record is replaced as a whole under a lock of its own, so connections meet
 * only where they write one key; a read takes no lock. A record whose life is over is as good as gone.
 */
public final class Namespace {

    private final String name;
    private final List<ConcurrentHashMap<Digest, StoredRecord>> partitions = new ArrayList<>(Digest.PARTITIONS);

    /** Makes an empty one. */
    public Namespace(String name) {
        this.name = name;
        for (int i = 0; i < Digest.PARTITIONS; i++) {
            partitions.add(new ConcurrentHashMap<>());
        }
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Returns a record, or null if there is none. */
    public @Nullable StoredRecord get(Digest digest) {
        StoredRecord stored = partitions.get(digest.partition()).get(digest);
        return stored == null || stored.hasExpired(ServerClock.seconds()) ? null : stored;
    }

    /**
     * Changes a record while nobody else can.
     *
     * @param digest which one
     * @param change gets the record, or null, and returns what shall be there, or null for nothing; what it throws
     *     leaves the record as it was
     */
    public void change(Digest digest, UnaryOperator<@Nullable StoredRecord> change) {
        partitions
                .get(digest.partition())
                .compute(
                        digest,
                        (key, stored) -> change.apply(
                                stored == null || stored.hasExpired(ServerClock.seconds()) ? null : stored));
    }

    /**
     * Returns the records of a partition in the order of their digests, as they are now.
     *
     * @param after only those behind this digest, or null for all
     */
    public List<Map.Entry<Digest, StoredRecord>> partition(int partition, @Nullable Digest after) {
        int now = ServerClock.seconds();
        List<Map.Entry<Digest, StoredRecord>> entries = new ArrayList<>();
        partitions.get(partition).forEach((digest, stored) -> {
            if (!stored.hasExpired(now) && (after == null || digest.compareTo(after) > 0)) {
                entries.add(Map.entry(digest, stored));
            }
        });
        entries.sort(Map.Entry.comparingByKey());
        return entries;
    }

    /**
     * Drops the records of a set, or all, that were last written before {@code time}.
     *
     * @param set the set, or null for all sets
     * @param time in milliseconds of {@link ServerClock}
     */
    public void truncate(@Nullable String set, long time) {
        for (ConcurrentHashMap<Digest, StoredRecord> partition : partitions) {
            partition.values().removeIf(stored -> stored.updated() < time && (set == null || set.equals(stored.set())));
        }
    }

    /** Frees the memory of the records whose life is over. */
    public void sweep() {
        int now = ServerClock.seconds();
        for (ConcurrentHashMap<Digest, StoredRecord> partition : partitions) {
            partition.values().removeIf(stored -> stored.hasExpired(now));
        }
    }

    /** Counts the records of each set; those in none are counted under the empty name. */
    public Map<String, Long> countBySet() {
        int now = ServerClock.seconds();
        Map<String, Long> counts = new TreeMap<>();
        for (ConcurrentHashMap<Digest, StoredRecord> partition : partitions) {
            for (StoredRecord stored : partition.values()) {
                if (!stored.hasExpired(now)) {
                    counts.merge(stored.set() == null ? "" : stored.set(), 1L, Long::sum);
                }
            }
        }
        return counts;
    }
}
