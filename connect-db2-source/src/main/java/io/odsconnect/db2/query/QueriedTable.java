package io.odsconnect.db2.query;

import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.QuerySql;
import io.odsconnect.db2.table.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table whose changes are found by a column that rises.
 *
 * @param events the table's events
 * @param timestamp the column that says when a row was written last; null where only {@code incrementing} is
 * @param incrementing the column that numbers new rows; null where only {@code timestamp} is
 * @param softDelete the column that says that a row counts as deleted; null where none does
 */
public record QueriedTable(
        TableEvents events,
        @Nullable Column timestamp,
        @Nullable Column incrementing,
        @Nullable Column softDelete) {

    /** Requires a column that rises. */
    public QueriedTable {
        if (timestamp == null && incrementing == null) {
            throw new IllegalArgumentException("No column of " + events.table() + " rises");
        }
    }

    /** Says whether a timestamp tells the order, rather than a number. */
    boolean byTimestamp() {
        return timestamp != null;
    }

    /** Returns the column that tells the order. */
    String ranking() {
        return byTimestamp() ? name(timestamp) : name(incrementing);
    }

    /** Returns where the columns of the row begin in every statement's result, counted from 1. */
    int rowStart() {
        return 1 + helpers().size();
    }

    /** Returns where the ranking column stands. */
    int rankIndex() {
        return 1;
    }

    /** Returns where the incrementing column stands; 0 where there is none. */
    int incrementingIndex() {
        return incrementing == null ? 0 : helpers().indexOf(name(incrementing)) + 1;
    }

    /** Returns where the soft-delete column stands; 0 where there is none. */
    int softDeleteIndex() {
        return softDelete == null ? 0 : helpers().lastIndexOf(name(softDelete)) + 1;
    }

    /** Returns the statement for all rows. */
    String allRows() {
        return QuerySql.rankedRows(events.table(), columns(), order(), null, false);
    }

    /** Returns the statement for the rows whose rank is beyond parameter 1. */
    String rowsBeyond() {
        return QuerySql.rankedRows(events.table(), columns(), order(), ranking(), false);
    }

    /** Returns the same with the rows that have no rank. */
    String rowsBeyondOrWithoutRank() {
        return QuerySql.rankedRows(events.table(), columns(), order(), ranking(), true);
    }

    /** Returns the statement for the highest rank. */
    String highest() {
        return QuerySql.highest(events.table(), ranking());
    }

    private List<String> order() {
        return timestamp != null && incrementing != null
                ? List.of(timestamp.name(), incrementing.name())
                : List.of(ranking());
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(helpers());
        columns.addAll(events.columnNames());
        return columns;
    }

    private List<String> helpers() {
        List<String> helpers = new ArrayList<>();
        helpers.add(ranking());
        if (timestamp != null && incrementing != null) {
            helpers.add(incrementing.name());
        }
        if (softDelete != null) {
            helpers.add(softDelete.name());
        }
        return helpers;
    }

    private static String name(@Nullable Column column) {
        return column == null ? "" : column.name();
    }
}
