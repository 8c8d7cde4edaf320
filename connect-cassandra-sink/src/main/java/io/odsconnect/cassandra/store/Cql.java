package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.cassandra.mapping.CqlColumn;
import io.odsconnect.cassandra.mapping.CqlTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The CQL that the sink sends. With a position and a time to live in it,
 *
 * <pre>
 * INSERT INTO bank.card (card_no, limit) VALUES (?, ?) USING TIMESTAMP ? AND TTL ?
 *
 * BEGIN UNLOGGED BATCH
 *   DELETE FROM bank.card USING TIMESTAMP ? WHERE card_no = ?;
 *   INSERT INTO bank.card (card_no, limit) VALUES (?, ?) USING TIMESTAMP ? AND TTL ?;
 * APPLY BATCH
 *
 * DELETE FROM bank.card USING TIMESTAMP ? WHERE card_no = ?
 * </pre>
 *
 * <p>An insert names all columns of the table, so that no column of an older row survives, and the position is the write
 * timestamp of inserts and deletes alike: Cassandra itself then lets the newer one win, whichever comes first. The batch is
 * for rows with nulls, which are left out of the insert: its delete has the timestamp just below. Both are of one partition,
 * so Cassandra applies them as one mutation.
 */
final class Cql {

    private Cql() {}

    /**
     * Returns the statement for a kind of write.
     *
     * @param withPosition whether the timestamp is given; else it is the present time
     * @param withTtl whether the time to live is given; else it is the table's
     */
    static String of(Kind kind, CqlTable table, boolean withPosition, boolean withTtl) {
        return switch (kind) {
            case DELETE -> delete(table, withPosition);
            case INSERT, MERGE -> insert(table, withPosition, withTtl);
            case REPLACE ->
                "BEGIN UNLOGGED BATCH " + delete(table, true) + "; " + insert(table, true, withTtl) + "; APPLY BATCH";
        };
    }

    private static String insert(CqlTable table, boolean withPosition, boolean withTtl) {
        List<String> using = new ArrayList<>();
        if (withPosition) {
            using.add("TIMESTAMP ?");
        }
        if (withTtl) {
            using.add("TTL ?");
        }
        return "INSERT INTO " + table.name() + " ("
                + names(table.columns()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")"
                + (using.isEmpty() ? "" : " USING " + String.join(" AND ", using));
    }

    private static String delete(CqlTable table, boolean withPosition) {
        return "DELETE FROM " + table.name() + (withPosition ? " USING TIMESTAMP ?" : "") + " WHERE "
                + table.key().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
    }

    /** Returns the statement that makes a keyspace with so many copies in each data centre. */
    static String createKeyspace(CqlIdentifier name, Map<String, Integer> replication) {
        return "CREATE KEYSPACE IF NOT EXISTS " + name.asCql(true)
                + " WITH replication = {'class': 'NetworkTopologyStrategy'"
                + replication.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(copies -> ", '" + copies.getKey() + "': " + copies.getValue())
                        .collect(Collectors.joining())
                + "}";
    }

    /**
     * Returns the statement that makes a table.
     *
     * @param newestFirst whether rows of a partition stand in descending order of the last clustering column
     */
    static String createTable(CqlTable table, boolean newestFirst) {
        List<CqlColumn> clustering = table.clustering();
        return "CREATE TABLE IF NOT EXISTS " + table.name() + " ("
                + table.columns().stream()
                        .map(column -> column + " " + column.type().asCql(true, true) + ", ")
                        .collect(Collectors.joining())
                + "PRIMARY KEY ((" + names(table.partitionKey()) + ")"
                + (clustering.isEmpty() ? "" : ", " + names(clustering)) + "))"
                + (newestFirst
                        ? " WITH CLUSTERING ORDER BY ("
                                + clustering.stream()
                                        .map(column -> column
                                                + (column == clustering.get(clustering.size() - 1) ? " DESC" : " ASC"))
                                        .collect(Collectors.joining(", "))
                                + ")"
                        : "");
    }

    private static String names(List<CqlColumn> columns) {
        return columns.stream().map(CqlColumn::toString).collect(Collectors.joining(", "));
    }
}
