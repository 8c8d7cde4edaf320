package io.odsconnect.testbed.aerospike.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All records, in memory, by partition. A record is replaced as a whole under a lock of its own, so connections meet
 * only where they write one key; a read takes no lock. A record whose life is over is as good as gone.
 */
public final class Namespace {

    /** How many sets there can be: of one that was emptied the server keeps the name. */
    private static final int MOST_SETS = 4095;

    private final String name;
    private final Settings settings = new Settings();
    private final Unflushed unflushed = new Unflushed();
    private final Set<String> sets = ConcurrentHashMap.newKeySet();
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

    /** Returns what can be set of it. */
    public Settings settings() {
        return settings;
    }

    /** Returns how many seconds a record stays that is given no time of its own; 0 for ever. */
    public int defaultTtl() {
        return settings.defaultTtl();
    }

    /** Says whether a record may be given an end. */
    public boolean takesTtl() {
        return settings.takesTtl();
    }

    /**
     * Says whether there is such a set, or can be one more.
     *
     * @param set its name; is remembered from then on
     */
    public boolean hasRoomFor(String set) {
        return sets.contains(set) || add(set);
    }

    private synchronized boolean add(String set) {
        return sets.contains(set) || (sets.size() < MOST_SETS && sets.add(set));
    }

    /** Says whether a set has as many records as it may. */
    public boolean isFull(String set) {
        long most = settings.mostRecords(set);
        return most > 0 && countBySet().getOrDefault(set, 0L) >= most;
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
                        (key, stored) -> noted(
                                digest,
                                stored,
                                change.apply(
                                        stored == null || stored.hasExpired(ServerClock.seconds()) ? null : stored)));
    }

    private @Nullable StoredRecord noted(Digest digest, @Nullable StoredRecord before, @Nullable StoredRecord after) {
        if (!Objects.equals(before, after)) {
            unflushed.add(digest, before);
        }
        return after;
    }

    /** Keeps what is changed in memory for this time, see {@link #crash}. */
    public void flushAfter(Duration time) {
        unflushed.keep(time);
    }

    /** Loses what was not flushed. Nobody may change a record meanwhile. */
    public void crash() {
        unflushed.lose((digest, before) -> {
            if (before == null) {
                partitions.get(digest.partition()).remove(digest);
            } else {
                partitions.get(digest.partition()).put(digest, before);
            }
        });
    }

    /**
     * Changes a record while nobody else can, one too whose life is over and which was not swept yet.
     *
     * @param digest which one
     * @param change as for {@link #change}
     */
    public void changeUnswept(Digest digest, UnaryOperator<@Nullable StoredRecord> change) {
        partitions
                .get(digest.partition())
                .compute(digest, (key, stored) -> noted(digest, stored, change.apply(stored)));
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

    /** Counts the records of each set there ever was; those in none are counted under the empty name. */
    public Map<String, Long> countBySet() {
        int now = ServerClock.seconds();
        Map<String, Long> counts = new TreeMap<>();
        sets.forEach(set -> counts.put(set, 0L));
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
