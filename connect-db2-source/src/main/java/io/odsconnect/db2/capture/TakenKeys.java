package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The keys that rows of a table came to in the open unit of work, so that what leaves such a key can be told from what
 * stays there.
 *
 * <p>Uniqueness is checked at the end of a statement. So where {@code SET K = K + 1} moves row 1 to key 2, the old row 2
 * may still be there, and the change table says of key 2 first that a row came and then that one went: the one that was
 * displaced. A row that came to a free key and went again looks the same. The images tell the two apart: what went is not
 * what came, or it is. Where all their columns are equal, or the image of what went is not known, only the table itself
 * can tell.
 *
 * <p>A key is remembered by hashes of it and of the row that came last, until a row leaves it. Of more keys than
 * {@code limit} a filter of a fixed size is kept: it never forgets a key that a row was moved to, but may hold others as
 * well, and does not know the rows; then, too, the table is asked. Keys of inserted rows are not kept there: INSERT
 * displaces nothing, only MERGE might.
 */
@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
final class TakenKeys {

    private static final int LIMIT = 100_000;
    private static final int FILTER_BITS = 1 << 23;
    private static final int FILTER_PROBES = 3;
    private static final long MOVED = 1;
    private static final long PRIME = 0x100000001b3L;
    private static final long START = 0xcbf29ce484222325L;

    private final int limit;
    private final Map<Long, Long> rows = new HashMap<>();
    private @Nullable Lsn unit;
    private @Nullable BitSet filter;
    private boolean doubted;

    /** Remembers as many keys exactly as a few megabytes hold. */
    TakenKeys() {
        this(LIMIT);
    }

    /** Remembers {@code limit} keys exactly. */
    TakenKeys(int limit) {
        this.limit = limit;
    }

    /** Says to which unit of work belongs what follows; what was known of another is forgotten. */
    void in(Lsn commit) {
        if (!commit.equals(unit)) {
            unit = commit;
            rows.clear();
            filter = null;
            doubted = false;
        }
    }

    /** Says that a row of the unit of work cannot be read, so that nobody knows which keys it left and came to. */
    void doubt() {
        doubted = true;
    }

    /**
     * Says that a row came to a key.
     *
     * @param moved whether it came from another key
     */
    void came(Struct key, Struct row, boolean moved) {
        long hash = hash(key);
        Long image = moved ? hash(row) | MOVED : hash(row) & ~MOVED;
        if (rows.containsKey(hash) || rows.size() < limit) {
            rows.put(hash, image);
        } else if (moved) {
            BitSet bits = filter == null ? new BitSet(FILTER_BITS) : filter;
            filter = bits;
            for (int i = 0; i < FILTER_PROBES; i++) {
                bits.set(probe(hash, i));
            }
        }
    }

    /** Says that the row of a key is another one now. */
    void replaced(Struct key, Struct row) {
        rows.computeIfPresent(hash(key), (hash, image) -> (hash(row) & ~MOVED) | (image & MOVED));
    }

    /**
     * Says that a row left a key, and returns what that means for the key.
     *
     * @param row the row that left; null where it is not known
     */
    RowChange.OldRow left(Struct key, @Nullable Struct row) {
        long hash = hash(key);
        @Nullable Long image = rows.remove(hash);
        if (doubted) {
            return RowChange.OldRow.UNDECIDED;
        }
        if (image == null) {
            return mayHold(hash) ? RowChange.OldRow.UNDECIDED : RowChange.OldRow.GONE;
        }
        if (row == null) {
            return RowChange.OldRow.UNDECIDED;
        }
        if ((hash(row) | MOVED) != (image | MOVED)) {
            return RowChange.OldRow.DISPLACED;
        }
        return (image & MOVED) == MOVED ? RowChange.OldRow.UNDECIDED : RowChange.OldRow.GONE;
    }

    private boolean mayHold(long hash) {
        BitSet bits = filter;
        if (bits == null) {
            return false;
        }
        for (int i = 0; i < FILTER_PROBES; i++) {
            if (!bits.get(probe(hash, i))) {
                return false;
            }
        }
        return true;
    }

    private static int probe(long hash, int number) {
        return (int) (mixed(hash + number * PRIME) & (FILTER_BITS - 1));
    }

    private static long hash(Struct struct) {
        long hash = START;
        for (Field field : struct.schema().fields()) {
            hash = mixed(hash ^ hash(struct.getWithoutDefault(field.name())));
        }
        return hash;
    }

    /** Where large objects are the same cannot be told, and need not be: they are not in the change table. */
    private static long hash(@Nullable Object value) {
        if (value == null) {
            return PRIME;
        }
        if (value instanceof String text) {
            long hash = START + 's';
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * PRIME;
            }
            return hash;
        }
        if (value instanceof byte[] bytes) {
            long hash = START + 'b';
            for (byte next : bytes) {
                hash = (hash ^ next) * PRIME;
            }
            return hash;
        }
        if (value instanceof BigDecimal decimal) {
            return hash(decimal.unscaledValue().toByteArray()) ^ decimal.scale();
        }
        if (value instanceof Double real) {
            return Double.doubleToRawLongBits(real);
        }
        if (value instanceof Float real) {
            return Float.floatToRawIntBits(real);
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        if (value instanceof Struct struct) {
            return hash(struct);
        }
        return Objects.hashCode(value);
    }

    private static long mixed(long value) {
        long hash = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
