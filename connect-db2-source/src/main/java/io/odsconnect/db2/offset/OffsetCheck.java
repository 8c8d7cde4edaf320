package io.odsconnect.db2.offset;

import io.odsconnect.db2.capture.StreamOffset;
import io.odsconnect.db2.capture.StreamPosition;
import io.odsconnect.db2.capture.UnitOrder;
import io.odsconnect.db2.event.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Checks offsets that an operator is about to store by {@code PATCH /connectors/NAME/offsets}: what is stored wrong here
 * would otherwise be noticed at the next start, or not at all.
 */
public final class OffsetCheck {

    private static final String TABLE = "table";
    private static final String RANGE = "range";
    private static final String CAUSE = "cause";
    private static final String COMMIT_LSN = "commit_lsn";
    private static final String CHANGE_LSN = "change_lsn";
    private static final String RECORDS = "records";
    private static final String POSITION = "position";
    private static final String SNAPSHOT = "snapshot";
    private static final String ROWS = "rows";
    private static final String STREAM_FROM = "stream_from";
    private static final String KEY = "key.";

    private static final Set<String> STREAM_FIELDS = Set.of(
            COMMIT_LSN,
            CHANGE_LSN,
            TABLE,
            RECORDS,
            POSITION,
            StreamOffset.TABLES,
            StreamOffset.AS_OF,
            StreamOffset.RESTORED,
            "snapshot_empty",
            "snapshot_loads");

    /** Of a load, and of a table that is read by queries. */
    private static final Set<String> TABLE_FIELDS = Set.of(
            SNAPSHOT,
            ROWS,
            STREAM_FROM,
            "load",
            "plan",
            "bounds",
            "filter",
            "lower",
            "reached",
            "incrementing",
            "first_position",
            "last_position",
            "dropped",
            "unreadable",
            "finished_runs",
            POSITION);

    private final String server;
    private final Predicate<String> known;
    private final List<String> problems = new ArrayList<>();

    /**
     * Prepares to check.
     *
     * @param server {@code topic.prefix}
     * @param known says whether {@code SCHEMA.TABLE} is one of the connector's tables
     */
    public OffsetCheck(String server, Predicate<String> known) {
        this.server = server;
        this.known = known;
    }

    /**
     * Checks all of {@code offsets}, by partition. A null instead of an offset deletes it, and is right for any partition.
     *
     * @throws ConnectException if there is something wrong; the message tells all of it
     */
    public void check(Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                check(partition, offset);
            }
        });
        if (!problems.isEmpty()) {
            throw new ConnectException("These offsets cannot be stored:\n- " + String.join("\n- ", problems));
        }
    }

    private void check(Map<String, ?> partition, Map<String, ?> offset) {
        String where = "Partition " + new TreeMap<>(partition);
        if (!server.equals(partition.get(StreamPartitions.SERVER))) {
            problems.add(where + ": \"server\" must be the connector's topic.prefix, " + server + ".");
            return;
        }
        Set<String> rest = new TreeSet<>(partition.keySet());
        rest.remove(StreamPartitions.SERVER);
        if (rest.equals(Set.of(StreamPartitions.NOTIFICATIONS)) || rest.equals(Set.of(StreamPartitions.FIRST_COMMIT))) {
            // Nothing is read from there.
            return;
        }
        if (rest.isEmpty()) {
            checkStream(where, offset);
        } else if (rest.equals(Set.of(StreamPartitions.STREAM))) {
            requireTable(where, StreamPartitions.STREAM, partition.get(StreamPartitions.STREAM));
            checkStream(where, offset);
        } else if (rest.contains(TABLE) && Set.of(TABLE, RANGE, CAUSE).containsAll(rest)) {
            requireTable(where, TABLE, partition.get(TABLE));
            checkTable(where, offset);
        } else if (rest.equals(Set.of(StreamPartitions.QUERY))) {
            requireTable(where, StreamPartitions.QUERY, partition.get(StreamPartitions.QUERY));
            checkTable(where, offset);
        } else {
            problems.add(
                    where + " is none of this connector's. It has \"server\" alone (the changes of all tables), and"
                            + " \"stream\" (the changes of a table), or \"table\" (its load), to which \"range\" (a part of its"
                            + " load) and \"cause\" (of a load on demand) may come, or \"query\" (a table that is read by"
                            + " queries).");
        }
    }

    private void checkStream(String where, Map<String, ?> offset) {
        offset.keySet().stream().sorted().forEach(field -> {
            if (!STREAM_FIELDS.contains(field) && !field.startsWith(StreamOffset.AHEAD) && !UnitOrder.isField(field)) {
                unknown(where, field, STREAM_FIELDS);
            }
        });
        @Nullable Lsn commit = lsn(where, COMMIT_LSN, offset.get(COMMIT_LSN));
        if (offset.get(COMMIT_LSN) == null) {
            problems.add(where + ": \"commit_lsn\" is missing, the unit of work after which changes are read.");
        }
        @Nullable Lsn change = lsn(where, CHANGE_LSN, offset.get(CHANGE_LSN));
        if (commit != null && change != null && commit.bytes().length != change.bytes().length) {
            problems.add(where + ": \"commit_lsn\" and \"change_lsn\" must have the same length.");
        }
        if ((offset.get(CHANGE_LSN) == null) != (offset.get(TABLE) == null)) {
            problems.add(where + ": \"change_lsn\" and \"table\" go together: a change, and the table that it is of.");
        }
        if (offset.get(RECORDS) != null && offset.get(CHANGE_LSN) == null) {
            problems.add(where + ": \"records\" needs \"change_lsn\": it counts the records of that change.");
        }
        if (offset.get(TABLE) != null) {
            requireTable(where, TABLE, offset.get(TABLE));
        }
        number(where, RECORDS, offset.get(RECORDS), 1);
        number(where, POSITION, offset.get(POSITION), Long.MIN_VALUE);
        number(where, StreamOffset.AS_OF, offset.get(StreamOffset.AS_OF), Long.MIN_VALUE);
        number(where, StreamOffset.RESTORED, offset.get(StreamOffset.RESTORED), 0);
        tables(where, offset);
        offset.forEach((field, value) -> {
            if (UnitOrder.isField(field)) {
                number(where, field, value, 1);
            }
        });
    }

    private void tables(String where, Map<String, ?> offset) {
        @Nullable Object tables = offset.get(StreamOffset.TABLES);
        if (tables != null && !(tables instanceof String)) {
            problems.add(where + ": \"tables\" must be a text, SCHEMA.TABLE names separated by commas.");
        }
        @Nullable Set<String> covered = StreamOffset.covered(offset);
        if (covered != null) {
            covered.forEach(table -> requireTable(where, StreamOffset.TABLES, table));
        }
        offset.forEach((field, value) -> {
            if (field.startsWith(StreamOffset.AHEAD)) {
                requireTable(where, field, field.substring(StreamOffset.AHEAD.length()));
                try {
                    StreamPosition.ofText(String.valueOf(value));
                } catch (IllegalArgumentException e) {
                    problems.add(where + ": \"" + field + "\" must be an LSN, or LSN/LSN/NUMBER/SCHEMA.TABLE.");
                }
            }
        });
    }

    private void checkTable(String where, Map<String, ?> offset) {
        offset.keySet().stream().sorted().forEach(field -> {
            if (!TABLE_FIELDS.contains(field) && !field.startsWith(KEY)) {
                unknown(where, field, TABLE_FIELDS);
            }
        });
        @Nullable Object snapshot = offset.get(SNAPSHOT);
        if (snapshot == null || !Set.of("running", "done").contains(snapshot.toString())) {
            problems.add(where + ": \"snapshot\" must be running or done.");
        }
        number(where, ROWS, offset.get(ROWS), 0);
        number(where, POSITION, offset.get(POSITION), Long.MIN_VALUE);
        lsn(where, STREAM_FROM, offset.get(STREAM_FROM));
        offset.forEach((field, value) -> {
            if (field.startsWith(KEY) && !(value instanceof String)) {
                problems.add(where + ": \"" + field + "\" must be a text: the key's column as it was stored.");
            }
        });
    }

    private void unknown(String where, String field, Set<String> fields) {
        problems.add(where + ": \"" + field + "\" is not a field of its offset. These are: "
                + String.join(", ", new TreeSet<>(fields)) + ".");
    }

    private void requireTable(String where, String field, @Nullable Object table) {
        if (!(table instanceof String name) || name.indexOf('.') < 1) {
            problems.add(where + ": \"" + field + "\" must name a table as SCHEMA.TABLE.");
        } else if (!known.test(name)) {
            problems.add(where + ": \"" + field + "\" names " + name
                    + ", which is none of the connector's tables. Names are spelt as the catalog spells them.");
        }
    }

    private @Nullable Lsn lsn(String where, String field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            Lsn lsn = Lsn.parse(value.toString());
            int length = lsn.bytes().length;
            if (value instanceof String && (length == 10 || length == 16)) {
                return lsn;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        problems.add(
                where + ": \"" + field + "\" must be 10 or 16 bytes in hexadecimal, with or without colons, such as"
                        + " 00000000:00000000:0000000080000c51.");
        return null;
    }

    private void number(String where, String field, @Nullable Object value, long least) {
        if (value == null) {
            return;
        }
        boolean integral = value instanceof Long || value instanceof Integer || value instanceof Short;
        if (!integral || ((Number) value).longValue() < least) {
            problems.add(where + ": \"" + field + "\" must be a whole number"
                    + (least == Long.MIN_VALUE ? "." : " from " + least + " on."));
        }
    }
}
