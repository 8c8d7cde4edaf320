package io.odsconnect.smt.canonical;

import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.jspecify.annotations.Nullable;

/**
 * Writes the canonical form of a row or a value, the form that {@code docs/canonical-digest.md} lays down. Two rows
 * have the same form if and only if they have the same names and the same logical values, in the sense of that page.
 *
 * <p>Not safe for use by several threads: it keeps its buffer.
 */
public final class CanonicalEncoder {

    static final int VERSION = 1;
    static final int NULL = 'n';
    static final int TRUE = 't';
    static final int FALSE = 'f';
    static final int NUMBER = 'd';
    static final int TEXT = 's';
    static final int ARRAY = 'a';
    static final int OBJECT = 'o';

    /** More schemas than that at once in one task would be sorted again now and then, and nothing worse. */
    private static final int CACHED_ORDERS = 256;

    private static final BigDecimal MICROS_IN_SECOND = BigDecimal.valueOf(1_000_000);
    private static final long NANOS_IN_SECOND = 1_000_000_000;
    /** Nanoseconds of times before this many seconds, the year 2242, fit into a long. */
    private static final long SECONDS_IN_LONG = 8_600_000_000L;

    private final ByteSink out = new ByteSink();
    private final NumberWriter numbers = new NumberWriter(out);
    private final ColumnSelection selection;
    private final Cache<Columns, ColumnOrder> selected = new LRUCache<>(CACHED_ORDERS);
    private final Cache<Columns, ColumnOrder> whole;

    /** Makes an encoder for these columns of a row. Rows inside a row are always taken whole. */
    public CanonicalEncoder(ColumnSelection selection) {
        this.selection = selection;
        this.whole = selection.isAll() ? selected : new LRUCache<>(CACHED_ORDERS);
    }

    /**
     * Returns the canonical form of a value, normally a {@link Row}; the buffer is good until the next call.
     *
     * @param value a canonical value, see {@link io.odsconnect.common.value.CanonicalValues}
     * @throws IllegalArgumentException if the value, or one in it, is of a type that has no canonical form; the message
     *     names the column and the type, never the value
     */
    public ByteBuffer encode(@Nullable Object value) {
        out.clear();
        out.put(VERSION);
        if (value instanceof Row row) {
            row(row, order(row.columns(), selected, selection), null);
        } else {
            value(value, null);
        }
        return out.view();
    }

    /** Writes text as a value or a name is written. */
    static void writeText(ByteSink out, String text) {
        out.put(TEXT);
        out.putInt(0);
        int start = out.size();
        out.putUtf8(text);
        out.setInt(start - Integer.BYTES, out.size() - start);
    }

    private void value(@Nullable Object value, @Nullable String column) {
        if (value == null) {
            out.put(NULL);
        } else if (value instanceof String text) {
            writeText(out, text);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            numbers.write(((Number) value).longValue(), 0);
        } else if (value instanceof BigDecimal number) {
            numbers.write(number);
        } else if (value instanceof Boolean bool) {
            out.put(bool ? TRUE : FALSE);
        } else if (value instanceof LocalDateTime time) {
            timestamp(time.toInstant(ZoneOffset.UTC));
        } else if (value instanceof Instant time) {
            timestamp(time);
        } else if (value instanceof LocalDate date) {
            numbers.write(date.toEpochDay(), 0);
        } else if (value instanceof LocalTime time) {
            numbers.write(time.toNanoOfDay(), -3);
        } else if (value instanceof Double number) {
            numbers.write(number.doubleValue());
        } else if (value instanceof Float number) {
            numbers.write(number.floatValue());
        } else if (value instanceof BigInteger number) {
            numbers.write(new BigDecimal(number));
        } else if (value instanceof byte[] bytes) {
            writeText(out, new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1));
        } else if (value instanceof Row row) {
            row(row, order(row.columns(), whole, ColumnSelection.ALL), column);
        } else if (value instanceof List<?> list) {
            list(list, column);
        } else if (value instanceof Map<?, ?> map) {
            map(map, column);
        } else {
            throw new IllegalArgumentException((column == null ? "A value" : "Field " + column) + " holds a "
                    + value.getClass().getName() + ", which has no canonical form");
        }
    }

    private void row(Row row, ColumnOrder order, @Nullable String column) {
        out.put(OBJECT);
        out.putInt(0);
        int start = out.size();
        int entries = 0;
        for (int place = 0; place < order.size(); place++) {
            int index = order.index(place);
            Object value = row.value(index);
            if (value != null) {
                out.put(order.name(place));
                value(value, column == null ? row.name(index) : column);
                entries++;
            }
        }
        out.setInt(start - Integer.BYTES, entries);
    }

    private void map(Map<?, ?> map, @Nullable String column) {
        int start = out.size();
        List<byte[]> entries = new ArrayList<>(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() != null) {
                value(entry.getKey(), column);
                value(entry.getValue(), column);
                entries.add(out.copyFrom(start));
                out.cutAt(start);
            }
        }
        // No encoded key is the beginning of another, so this orders by key.
        entries.sort(Arrays::compareUnsigned);
        out.put(OBJECT);
        out.putInt(entries.size());
        entries.forEach(out::put);
    }

    private void list(List<?> list, @Nullable String column) {
        out.put(ARRAY);
        out.putInt(list.size());
        for (Object element : list) {
            value(element, column);
        }
    }

    /** Writes microseconds since the epoch. */
    private void timestamp(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        if (Math.abs(seconds) < SECONDS_IN_LONG) {
            numbers.write(seconds * NANOS_IN_SECOND + nanos, -3);
        } else {
            numbers.write(BigDecimal.valueOf(seconds).multiply(MICROS_IN_SECOND).add(BigDecimal.valueOf(nanos, 3)));
        }
    }

    private static ColumnOrder order(Columns columns, Cache<Columns, ColumnOrder> orders, ColumnSelection selection) {
        ColumnOrder order = orders.get(columns);
        if (order == null) {
            order = ColumnOrder.of(columns, selection);
            orders.put(columns, order);
        }
        return order;
    }
}
