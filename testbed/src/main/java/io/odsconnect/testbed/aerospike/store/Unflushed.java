package io.odsconnect.testbed.aerospike.store;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What was changed of records lately and is not on the device yet, so that a crash loses it: as of a namespace with a
 * device file, of which a server keeps the last blocks in memory for {@code flush-max-ms}. Keeps nothing unless told to.
 * Safe for use by several threads.
 */
final class Unflushed {

    private final ConcurrentLinkedDeque<Change> changes = new ConcurrentLinkedDeque<>();
    private volatile long keptNanos;

    /**
     * A change.
     *
     * @param digest of which record
     * @param before what was there before; null for nothing
     * @param nanos when, by {@link System#nanoTime}
     */
    private record Change(Digest digest, @Nullable StoredRecord before, long nanos) {}

    /** Keeps what was changed within this time from now on. */
    void keep(Duration time) {
        keptNanos = time.toNanos();
    }

    /** Notes that a record is changed. To be called while nobody else can change it. */
    void add(Digest digest, @Nullable StoredRecord before) {
        long kept = keptNanos;
        if (kept == 0) {
            return;
        }
        long now = System.nanoTime();
        changes.addLast(new Change(digest, before, now));
        for (Change first = changes.peekFirst();
                first != null && now - first.nanos > kept;
                first = changes.peekFirst()) {
            changes.pollFirst();
        }
    }

    /** Takes back what was changed within the time, the last first. Nobody may change anything meanwhile. */
    void lose(BiConsumer<Digest, @Nullable StoredRecord> putBack) {
        long now = System.nanoTime();
        for (Iterator<Change> each = changes.descendingIterator(); each.hasNext(); ) {
            Change change = each.next();
            if (now - change.nanos <= keptNanos) {
                putBack.accept(change.digest, change.before);
            }
        }
        changes.clear();
    }
}
