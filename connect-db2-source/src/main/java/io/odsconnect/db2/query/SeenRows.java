package io.odsconnect.db2.query;

/**
 * The rows of the look-back that were sent, so that they are not sent again: for each the hash of its key, the hash of what
 * was sent and its rank, in arrays of long. Of more rows than fit, the later ones are not remembered, and so are sent
 * again when they are seen again.
 */
final class SeenRows {

    private static final int SMALLEST = 1024;

    private final int max;
    private long[] keys = new long[SMALLEST];
    private long[] contents = new long[SMALLEST];
    private long[] ranks = new long[SMALLEST];
    private boolean[] used = new boolean[SMALLEST];
    private int size;
    private boolean overflowed;

    /** Remembers {@code max} rows at most. */
    SeenRows(int max) {
        this.max = max;
    }

    /** Says whether just this content was sent for this key. */
    boolean holds(long key, long content) {
        int slot = slot(key);
        return used[slot] && contents[slot] == content;
    }

    /** Says whether anything was sent for this key. */
    boolean knows(long key) {
        return used[slot(key)];
    }

    /** Remembers what was sent. */
    void put(long key, long content, long rank) {
        int slot = slot(key);
        if (!used[slot]) {
            if (size >= max) {
                overflowed = true;
                return;
            }
            if (size >= keys.length / 2) {
                rebuild(keys.length * 2, Long.MIN_VALUE);
                slot = slot(key);
            }
            used[slot] = true;
            keys[slot] = key;
            size++;
        }
        contents[slot] = content;
        ranks[slot] = rank;
    }

    /** Forgets rows of a rank below {@code rank}. */
    void forgetBelow(long rank) {
        rebuild(keys.length, rank);
    }

    int size() {
        return size;
    }

    /** Says whether rows were not remembered since this was asked last. */
    boolean overflowed() {
        boolean told = overflowed;
        overflowed = false;
        return told;
    }

    private void rebuild(int capacity, long lowest) {
        long[] oldKeys = keys;
        long[] oldContents = contents;
        long[] oldRanks = ranks;
        boolean[] oldUsed = used;
        int kept = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldUsed[i] && oldRanks[i] >= lowest) {
                kept++;
            }
        }
        int needed = capacity;
        while (needed > SMALLEST && kept < needed / 8) {
            needed /= 2;
        }
        keys = new long[needed];
        contents = new long[needed];
        ranks = new long[needed];
        used = new boolean[needed];
        size = kept;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldUsed[i] && oldRanks[i] >= lowest) {
                int slot = slot(oldKeys[i]);
                used[slot] = true;
                keys[slot] = oldKeys[i];
                contents[slot] = oldContents[i];
                ranks[slot] = oldRanks[i];
            }
        }
    }

    /** Returns the place of the key, or a free one for it. The number of places is a power of two. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = Long.hashCode(key) & mask;
        while (used[slot] && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
