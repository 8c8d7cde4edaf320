package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.StoreWrite;
import java.nio.charset.StandardCharsets;

/**
 * One hash to be replaced or deleted, as bytes ready for the wire. Immutable, as long as nobody writes to its arrays.
 */
public final class RedisWrite implements StoreWrite {

    /** About what the protocol adds to an argument: {@code $12\r\n...\r\n}. */
    private static final int ARGUMENT_OVERHEAD = 8;

    private static final byte[][] NO_FIELDS = {};

    private final String identity;
    private final byte[] key;
    private final long position;
    private final boolean delete;
    private final byte[][] fields;
    private final int sizeInBytes;

    private RedisWrite(String identity, long position, boolean delete, byte[][] fields) {
        this.identity = identity;
        this.key = identity.getBytes(StandardCharsets.UTF_8);
        this.position = position;
        this.delete = delete;
        this.fields = fields;
        // The key goes over the wire twice: its delete marker is as long.
        int size = 2 * (key.length + ARGUMENT_OVERHEAD);
        for (byte[] field : fields) {
            size += field.length + ARGUMENT_OVERHEAD;
        }
        this.sizeInBytes = size;
    }

    /**
     * Returns a write that replaces the hash at a key.
     *
     * @param key the key
     * @param position the position of the event, or {@link ChangeEvent#NO_POSITION}
     * @param fields names and values in turn, at least one of each; the array is the write's own from here on
     */
    public static RedisWrite put(String key, long position, byte[][] fields) {
        if (fields.length == 0 || fields.length % 2 != 0) {
            throw new IllegalArgumentException(fields.length + " names and values");
        }
        return new RedisWrite(key, position, false, fields);
    }

    /** Returns a write that deletes what is at a key; {@code position} as in {@link #put}. */
    public static RedisWrite delete(String key, long position) {
        return new RedisWrite(key, position, true, NO_FIELDS);
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
        return delete;
    }

    @Override
    public int sizeInBytes() {
        return sizeInBytes;
    }

    /** Returns the key in UTF-8; not to be written to. */
    public byte[] key() {
        return key;
    }

    /** Returns names and values in turn, none for a delete; not to be written to. */
    public byte[][] fields() {
        return fields;
    }

    /** Says what the write does, never to which key or with which values. */
    @Override
    public String toString() {
        return (delete ? "delete" : "put of " + fields.length / 2 + " fields") + " at position " + position;
    }
}
