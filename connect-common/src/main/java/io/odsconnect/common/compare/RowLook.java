package io.odsconnect.common.compare;

import io.odsconnect.common.event.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A row that is looked at in the store, once or until it is settled. Guarded by the engine's lock.
 *
 * @param <W> the store's own form of a write
 */
final class RowLook<W> {

    final W write;
    final RowHash hash;
    final long position;
    final int bytes;
    final boolean isDelete;

    /** Where the row was read; null for one that only the store has. */
    final @Nullable Origin origin;

    /** When the record of the row was written to its topic, in milliseconds since the epoch. */
    final long readMillis;

    /** The key as text where it is known already. */
    final @Nullable String key;

    int looks;
    long firstNanos;
    long firstMillis;
    long dueNanos;

    /** A row of the run. */
    RowLook(RunRow<W> row, RowHash hash) {
        this.write = row.write();
        this.hash = hash;
        this.position = row.position();
        this.bytes = row.bytes();
        this.isDelete = row.isDelete();
        this.origin = row.origin();
        this.readMillis = row.readMillis();
        this.key = null;
    }

    /** A row that only the store seems to have: looked at as if it were to be deleted at {@code position}. */
    RowLook(StoredRow<W> row, long position, long nowMillis) {
        this.write = row.deletion().apply(position);
        this.hash = row.identity();
        this.position = position;
        this.bytes = 2 * row.key().length() + 64;
        this.isDelete = true;
        this.origin = null;
        this.readMillis = nowMillis;
        this.key = row.key();
    }

    boolean isExtra() {
        return origin == null;
    }
}
