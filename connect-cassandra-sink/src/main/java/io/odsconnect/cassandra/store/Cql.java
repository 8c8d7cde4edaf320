package io.odsconnect.cassandra.store;

import io.odsconnect.cassandra.mapping.CqlColumn;
import io.odsconnect.cassandra.mapping.CqlTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The CQL that the sink sends. With a position in it,
 *
 * <pre>
 * INSERT INTO bank.card (card_no, limit) VALUES (?, ?) USING TIMESTAMP ?
 * DELETE FROM bank.card USING TIMESTAMP ? WHERE card_no = ?
 * </pre>
 *
 * <p>An insert names all columns of the table, so that no column of an older row survives, and the position is the write
 * timestamp of inserts and deletes alike: Cassandra itself then lets the newer one win, whichever comes first.
 */
final class Cql {

    private Cql() {}

    /** Returns the statement that replaces a row; {@code ttlSeconds} 0 leaves the time to live to the table. */
    static String insert(CqlTable table, boolean withPosition, int ttlSeconds) {
        List<String> using = new ArrayList<>();
        if (withPosition) {
            using.add("TIMESTAMP ?");
        }
        if (ttlSeconds > 0) {
            using.add("TTL " + ttlSeconds);
        }
        return "INSERT INTO " + table.name() + " ("
                + table.columns().stream().map(CqlColumn::toString).collect(Collectors.joining(", ")) + ") VALUES ("
                + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")"
                + (using.isEmpty() ? "" : " USING " + String.join(" AND ", using));
    }

    /** Returns the statement that deletes a row. */
    static String delete(CqlTable table, boolean withPosition) {
        return "DELETE FROM " + table.name() + (withPosition ? " USING TIMESTAMP ?" : "") + " WHERE "
                + table.key().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
    }
}
