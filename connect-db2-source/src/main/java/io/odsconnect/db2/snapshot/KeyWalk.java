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
 * Finds the key that lies a number of rows after another in the index of a table's key. No row is read, but the one key.
 */
final class KeyWalk {

    private final LoadConnection connection;
    private final TableEvents events;
    private final String isolation;
    private final Schema schema;
    private final RowReader reader;
    private final RowKeys keys;
    private final KeyLadder ladder;

    /**
     * Prepares to walk.
     *
     * @param connection the way to the database
     * @param events the table's events, as its columns are now; it has a key
     * @param isolation Db2's two letters for the isolation
     */
    KeyWalk(LoadConnection connection, TableEvents events, String isolation) {
        this.connection = connection;
        this.events = events;
        this.isolation = isolation;
        Map<String, ColumnMapping> byName = events.mappings().stream()
                .collect(Collectors.toMap(mapping -> mapping.column().name(), Function.identity()));
        SchemaBuilder fields = SchemaBuilder.struct();
        List<ColumnMapping> mappings = new ArrayList<>();
        for (String name : events.loadKey()) {
            ColumnMapping column = Objects.requireNonNull(byName.get(name));
            ColumnMapping own = connection.types().map(events.table(), column.column());
            mappings.add(own);
            fields.field(own.field(), own.schema());
        }
        this.schema = fields.build();
        this.reader = RowReader.ofKeys(events.table(), schema, mappings, 1);
        this.keys = new RowKeys(events.loadKey(), mappings, schema);
        this.ladder = new KeyLadder(events.loadKey().size());
    }

    /** Returns the key {@code rows} rows after {@code known}; null where fewer rows follow. */
    @Nullable
    List<String> after(List<String> known, int rows) throws SQLException {
        long left = rows;
        KeyLadder.@Nullable Step step = ladder.first(known);
        while (step != null) {
            @Nullable List<String> end = at(step, left);
            if (end != null) {
                return end;
            }
            if (step.after() != null && step.agreeing() > 0) {
                // Rows may have come since they were too few.
                left = Math.max(1, left - count(step));
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
                // Exactly: the form that it has in events may have no place for it, such as for 24:00.
                return keys.text(new Struct(schema), keys.alone(reader, found));
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
