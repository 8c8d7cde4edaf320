package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the source offset of a change stream holds besides its {@link StreamPosition}: which tables it covers, and of
 * which of them later changes were handed over already.
 */
public final class StreamOffset {

    /** The tables that the stream covers, each {@code SCHEMA.TABLE} with commas escaped by a backslash. */
    public static final String TABLES = "tables";

    /** Before the name of a table that is ahead of the stream. */
    public static final String AHEAD = "ahead.";

    /** Of an offset that moved on without a change: when it was the present, in microseconds since the epoch. */
    public static final String AS_OF = "as_of";

    /** How often the database was restored to before what was read: LSNs of before that do not count any more. */
    public static final String RESTORED = "restored";

    private StreamOffset() {}

    /** Returns when the unit of work of a stored offset was committed; the least number where that is unknown. */
    public static long asOfMicros(Map<String, ?> offset) {
        long asOf = offset.get(AS_OF) instanceof Number micros ? micros.longValue() : Long.MIN_VALUE;
        return Math.max(asOf, StreamPosition.ofOffset(offset).last());
    }

    /** Returns how often the database was restored before an offset was stored. */
    public static int restored(Map<String, ?> offset) {
        return offset.get(RESTORED) instanceof Number times ? times.intValue() : 0;
    }

    /** Returns the fields; {@code covered} are the stream's tables and {@code ahead} those that are ahead of it. */
    static Map<String, Object> fields(Set<TableId> covered, Map<TableId, StreamPosition> ahead) {
        Map<String, Object> fields = new HashMap<>();
        fields.put(
                TABLES,
                covered.stream()
                        .map(TableId::toString)
                        .map(StreamOffset::escaped)
                        .sorted()
                        .collect(Collectors.joining(",")));
        ahead.forEach((table, position) -> fields.put(AHEAD + table, position.toText()));
        return fields;
    }

    /**
     * Returns the names of the tables that a stored offset covers; null where it does not tell, as the first version of
     * this connector did not: then it covers all tables that were wanted.
     */
    public static @Nullable Set<String> covered(Map<String, ?> offset) {
        if (!(offset.get(TABLES) instanceof String names)) {
            return null;
        }
        Set<String> covered = new TreeSet<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < names.length(); i++) {
            char next = names.charAt(i);
            if (next == ',') {
                covered.add(name.toString());
                name.setLength(0);
            } else if (next == '\\' && i + 1 < names.length()) {
                name.append(names.charAt(++i));
            } else {
                name.append(next);
            }
        }
        if (!name.isEmpty()) {
            covered.add(name.toString());
        }
        return covered;
    }

    /** Returns how far the tables of a stored offset are that are ahead of it, of those in {@code tables}. */
    public static Map<TableId, StreamPosition> ahead(Map<String, ?> offset, Iterable<TableId> tables) {
        Map<TableId, StreamPosition> ahead = new HashMap<>();
        for (TableId table : tables) {
            if (offset.get(AHEAD + table) instanceof String text) {
                ahead.put(table, StreamPosition.ofText(text));
            }
        }
        return ahead;
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace(",", "\\,");
    }
}
