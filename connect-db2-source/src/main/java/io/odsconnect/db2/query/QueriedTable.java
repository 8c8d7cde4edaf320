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
 * @param timestamps the columns of which the first that is not null says when a row was written last; none where only
 *     {@code incrementing} is
 * @param incrementing the column that numbers new rows; null where only {@code timestamps} are
 * @param softDelete the column that says that a row counts as deleted; null where none does
 */
public record QueriedTable(
        TableEvents events,
        List<Column> timestamps,
        @Nullable Column incrementing,
        @Nullable Column softDelete) {

    /** Requires a column that rises, and copies the list. */
    public QueriedTable {
        timestamps = List.copyOf(timestamps);
        if (timestamps.isEmpty() && incrementing == null) {
            throw new IllegalArgumentException("No column of " + events.table() + " rises");
        }
    }

    /** Says whether a timestamp tells the order, rather than a number. */
    boolean byTimestamp() {
        return !timestamps.isEmpty();
    }

    /** Returns what tells the order, in SQL. */
    private String ranking() {
        return byTimestamp()
                ? QuerySql.rank(timestamps.stream().map(Column::name).toList())
                : sql(incrementing);
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
        return incrementing == null ? 0 : helpers().indexOf(sql(incrementing)) + 1;
    }

    /** Returns where the soft-delete column stands; 0 where there is none. */
    int softDeleteIndex() {
        return softDelete == null ? 0 : helpers().lastIndexOf(sql(softDelete)) + 1;
    }

    /** Returns the statement for all rows. */
    String allRows() {
        return QuerySql.rankedRows(events.table(), columns(), ordered(), null, false);
    }

    /** Returns the statement for the rows whose rank is beyond parameter 1. */
    String rowsBeyond() {
        return QuerySql.rankedRows(events.table(), columns(), ordered(), ranking(), false);
    }

    /** Returns the same with the rows that have no rank. */
    String rowsBeyondOrWithoutRank() {
        return QuerySql.rankedRows(events.table(), columns(), ordered(), ranking(), true);
    }

    /** Returns the statement for the highest rank. */
    String highest() {
        return QuerySql.highest(events.table(), ranking());
    }

    /** Returns how many columns of the result tell the order: the rank, and the number beside a timestamp. */
    private int ordered() {
        return byTimestamp() && incrementing != null ? 2 : 1;
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(helpers());
        events.columnNames().forEach(name -> columns.add(QuerySql.column(name)));
        return columns;
    }

    private List<String> helpers() {
        List<String> helpers = new ArrayList<>();
        helpers.add(ranking());
        if (byTimestamp() && incrementing != null) {
            helpers.add(sql(incrementing));
        }
        if (softDelete != null) {
            helpers.add(sql(softDelete));
        }
        return helpers;
    }

    private static String sql(@Nullable Column column) {
        return column == null ? "" : QuerySql.column(column.name());
    }
}
