package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.type.ColumnMapping;
import io.odsconnect.db2.type.RowReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Splits a table into ranges with about as many rows each, whatever its keys are like: walks the index of its key in
 * steps of so many rows and notes where each step ends. One pass over the index, and no row comes to us but the ends.
 */
public final class RangeSplitter {

    /** How many ends are kept: enough to split evenly into {@link StoredLoads#MOST_RANGES}. */
    private static final int MOST_ENDS = 8 * StoredLoads.MOST_RANGES;

    private final LoadConnection connection;
    private final int firstStep;
    private final String isolation;

    /**
     * Prepares to split.
     *
     * @param connection the way to the database
     * @param step how many rows are worth a range of their own
     * @param isolation Db2's two letters for the isolation
     */
    public RangeSplitter(LoadConnection connection, int step, String isolation) {
        this.connection = connection;
        this.firstStep = step;
        this.isolation = isolation;
    }

    /**
     * Returns the highest keys of all ranges but the last: of {@code ranges} ranges where the table has rows enough,
     * else of fewer; none where it is best read as one.
     */
    public List<List<String>> split(TableEvents events, int ranges) throws SQLException {
        if (ranges < 2 || events.loadKey().isEmpty()) {
            return List.of();
        }
        Ends ends = new Ends(events);
        List<List<String>> found = new ArrayList<>();
        int step = firstStep;
        @Nullable List<String> end = ends.after(null, step);
        while (end != null) {
            found.add(end);
            if (found.size() == MOST_ENDS) {
                found = everySecond(found);
                step *= 2;
            }
            end = ends.after(end, step);
        }
        return choose(found, ranges);
    }

    private static List<List<String>> everySecond(List<List<String>> all) {
        List<List<String>> kept = new ArrayList<>();
        for (int i = 1; i < all.size(); i += 2) {
            kept.add(all.get(i));
        }
        return kept;
    }

    /** Returns {@code ranges - 1} of the ends at even distances, or all where there are fewer. */
    static List<List<String>> choose(List<List<String>> ends, int ranges) {
        int wanted = Math.min(ranges, StoredLoads.MOST_RANGES) - 1;
        if (ends.size() <= wanted) {
            return List.copyOf(ends);
        }
        List<List<String>> chosen = new ArrayList<>();
        for (int i = 1; i <= wanted; i++) {
            // There are as many steps as ends, and one more that is not full.
            long index = (long) i * (ends.size() + 1) / (wanted + 1) - 1;
            chosen.add(ends.get((int) index));
        }
        return chosen;
    }

    /** Finds the key that lies a number of rows after another. */
    private final class Ends {
        private final TableEvents events;
        private final RowReader reader;
        private final RowKeys keys;
        private final KeyLadder ladder;

        Ends(TableEvents events) {
            this.events = events;
            Map<String, ColumnMapping> byName = events.mappings().stream()
                    .collect(Collectors.toMap(mapping -> mapping.column().name(), Function.identity()));
            SchemaBuilder schema = SchemaBuilder.struct();
            List<ColumnMapping> mappings = new ArrayList<>();
            for (String name : events.loadKey()) {
                ColumnMapping own = connection
                        .types()
                        .map(
                                events.table(),
                                Objects.requireNonNull(byName.get(name)).column());
                mappings.add(own);
                schema.field(name, own.schema());
            }
            Schema key = schema.build();
            reader = RowReader.ofKeys(events.table(), key, mappings, 1);
            keys = new RowKeys(events.loadKey(), mappings, key);
            ladder = new KeyLadder(events.loadKey().size());
        }

        /** Returns the key {@code rows} rows after {@code known}, or after the start; null beyond the end. */
        @Nullable
        List<String> after(@Nullable List<String> known, int rows) throws SQLException {
            long left = rows;
            KeyLadder.@Nullable Step step = ladder.first(known == null ? List.of() : known);
            while (step != null) {
                @Nullable List<String> end = at(step, left);
                if (end != null) {
                    return end;
                }
                if (step.after() != null && step.agreeing() > 0) {
                    left -= count(step);
                }
                step = ladder.next(step, false, List.of());
            }
            return null;
        }

        /** Returns the key of row number {@code row}, from 1, of a step; null where it has fewer. */
        private @Nullable List<String> at(KeyLadder.Step step, long row) throws SQLException {
            String sql = Db2Sql.keyAt(
                    events.table(), events.loadKey(), step.after() == null ? -1 : step.agreeing(), row - 1, isolation);
            try (PreparedStatement statement = connection.session().connection().prepareStatement(sql)) {
                bind(statement, step);
                try (ResultSet found = statement.executeQuery()) {
                    if (!found.next()) {
                        return null;
                    }
                    Struct key = reader.read(found);
                    return keys.text(key, keys.beside(reader, found, key));
                }
            }
        }

        private long count(KeyLadder.Step step) throws SQLException {
            String sql = Db2Sql.countAfter(events.table(), events.loadKey(), step.agreeing(), isolation);
            try (PreparedStatement statement = connection.session().connection().prepareStatement(sql)) {
                bind(statement, step);
                try (ResultSet found = statement.executeQuery()) {
                    found.next();
                    return found.getLong(1);
                }
            }
        }

        private void bind(PreparedStatement statement, KeyLadder.Step step) throws SQLException {
            if (step.after() != null) {
                for (int column = 0; column <= step.agreeing(); column++) {
                    keys.form(column).bind(statement, column + 1, step.after().get(column));
                }
            }
        }
    }
}
