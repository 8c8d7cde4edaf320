package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.StoreWrite;
import io.odsconnect.common.value.Utf8;
import org.jspecify.annotations.Nullable;

/** One row to be replaced or deleted, as bytes ready for the wire. Immutable, as long as its arrays are not written to. */
public final class RedisWrite implements StoreWrite {

    /** About what the protocol adds to an argument: {@code $12\r\n...\r\n}. */
    private static final int ARGUMENT_OVERHEAD = 8;

    private static final byte[][] NOTHING = {};

    private final String identity;
    private final byte[] key;
    private final long position;
    private final byte[][] value;
    private final @Nullable Expiry expiry;
    private final @Nullable IndexEntry index;
    private final int sizeInBytes;

    private RedisWrite(
            String identity, long position, byte[][] value, @Nullable Expiry expiry, @Nullable IndexEntry index) {
        this.identity = identity;
        this.key = Utf8.bytes(identity);
        this.position = position;
        this.value = value;
        this.expiry = expiry;
        this.index = index;
        // The key goes over the wire twice: its delete marker is as long.
        long size = 2L * (key.length + ARGUMENT_OVERHEAD);
        for (byte[] piece : value) {
            size += piece.length + ARGUMENT_OVERHEAD;
        }
        if (index != null) {
            size += index.key().length() + index.score().length() + 2L * ARGUMENT_OVERHEAD;
        }
        this.sizeInBytes = (int) Math.min(size, Integer.MAX_VALUE);
    }

    /**
     * Returns a write that replaces what is at a key.
     *
     * @param key the key
     * @param position the position of the event, or {@link ChangeEvent#NO_POSITION}
     * @param value the row as {@link io.odsconnect.redis.encoding.RowEncoder} gives it; the write's own from here on
     * @param expiry when the row expires; null for never
     * @param index the row's entry in an index; null where it is in none
     */
    public static RedisWrite put(
            String key, long position, byte[][] value, @Nullable Expiry expiry, @Nullable IndexEntry index) {
        if (value.length == 0) {
            throw new IllegalArgumentException("Nothing to put");
        }
        return new RedisWrite(key, position, value, expiry, index);
    }

    /** Returns a write that deletes what is at a key; {@code position} as in {@link #put}. */
    public static RedisWrite delete(String key, long position) {
        return new RedisWrite(key, position, NOTHING, null, null);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public long position() {
        return position;
    }

    /** Says whether the event had a position. */
    public boolean hasPosition() {
        return position != ChangeEvent.NO_POSITION;
    }

    @Override
    public boolean isDelete() {
        return value.length == 0;
    }

    @Override
    public int sizeInBytes() {
        return sizeInBytes;
    }

    /** Returns the key in UTF-8; not to be written to. */
    public byte[] key() {
        return key;
    }

    /** Returns the row's bytes, none for a delete; not to be written to. */
    public byte[][] value() {
        return value;
    }

    /** Returns when the row expires; null for never. */
    public @Nullable Expiry expiry() {
        return expiry;
    }

    /** Returns the row's entry in an index; null where it is in none. */
    public @Nullable IndexEntry index() {
        return index;
    }

    /** Says what the write does, never to which key or with which values. */
    @Override
    public String toString() {
        return (isDelete() ? "delete" : "put") + " at position " + position;
    }
}
