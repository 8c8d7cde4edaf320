package io.odsconnect.redis.mapping;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a key and a value may be that Redis takes: it ends the connection of whoever sends more, and tells neither
 * row nor column.
 */
public final class ValueSize {

    /** The most bytes of a key, a string, or a field of a hash, unless {@code proto-max-bulk-len} says otherwise. */
    public static final int MOST_BYTES = 512 * 1024 * 1024;

    /** What the name of a delete marker has beside the key. */
    private static final int MARKER_BYTES = 16;

    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private ValueSize() {}

    /**
     * Checks a key.
     *
     * @throws BadRecordException if it is too large
     */
    static void checkKey(String key, int most) {
        if (key.length() > (most - MARKER_BYTES) / MOST_BYTES_OF_A_CHARACTER) {
            throw new BadRecordException("The key that key.template gives has more than "
                    + most / MOST_BYTES_OF_A_CHARACTER + " characters, which Redis takes for no key");
        }
    }

    /**
     * Checks the pieces of a row.
     *
     * @throws BadRecordException if one is too large; it names the column
     */
    static void checkValue(byte[][] value, Row row, int most) {
        for (byte[] piece : value) {
            if (piece.length > most) {
                throw new BadRecordException("The row has a piece of " + piece.length + " bytes, and Redis takes "
                        + most + " (proto-max-bulk-len); most of them are of column " + largestColumn(row));
            }
        }
    }

    private static String largestColumn(Row row) {
        int largest = 0;
        for (int i = 1; i < row.size(); i++) {
            if (sizeOf(row.value(i)) > sizeOf(row.value(largest))) {
                largest = i;
            }
        }
        return row.name(largest);
    }

    /** About how large a value is. */
    private static long sizeOf(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof CharSequence text) {
            return text.length();
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().mapToLong(ValueSize::sizeOf).sum();
        }
        if (value instanceof Map<?, ?> map) {
            return sizeOf(map.keySet()) + sizeOf(map.values());
        }
        long size = 1;
        if (value instanceof Row row) {
            for (int i = 0; i < row.size(); i++) {
                size += sizeOf(row.value(i));
            }
        }
        return size;
    }
}
