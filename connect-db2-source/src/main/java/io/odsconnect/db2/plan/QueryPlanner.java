package io.odsconnect.db2.plan;

import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.QueryOptions;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.query.ColumnRules;
import io.odsconnect.db2.query.QueriedTable;
import io.odsconnect.db2.table.Catalog;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the columns by which tables are queried, and what is wrong with them. */
public final class QueryPlanner {

    private static final int DIGITS_OF_A_LONG = 18;

    private final Catalog catalog;
    private final ColumnRules timestamps;
    private final ColumnRules incrementing;
    private final ColumnRules softDeletes;
    private final List<QueriedTable> tables = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Looks the columns up in {@code catalog}. */
    public QueryPlanner(Db2SourceConfig config, Catalog catalog) {
        this.catalog = catalog;
        this.timestamps = config.timestampColumns();
        this.incrementing = config.incrementingColumns();
        this.softDeletes = config.softDeleteColumns();
    }

    /** Plans for these tables, and says whether all is well. */
    public boolean plan(List<TableEvents> wanted) throws SQLException {
        for (TableEvents events : wanted) {
            add(events);
        }
        return problems.isEmpty();
    }

    /** Returns the tables that have no problem. */
    public List<QueriedTable> tables() {
        return List.copyOf(tables);
    }

    /** Returns what is wrong with the others. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void add(TableEvents events) throws SQLException {
        TableId table = events.table();
        List<Column> columns = catalog.columns(table);
        int before = problems.size();
        @Nullable
        Column timestamp = find(
                QueryOptions.TIMESTAMP_COLUMN_NAME,
                timestamps,
                table,
                columns,
                QueryPlanner::isTimestamp,
                "a TIMESTAMP");
        @Nullable
        Column number = find(
                QueryOptions.INCREMENTING_COLUMN_NAME,
                incrementing,
                table,
                columns,
                QueryPlanner::isInteger,
                "SMALLINT, INTEGER, BIGINT or DECIMAL(p, 0) of up to 18 digits");
        @Nullable
        Column softDelete =
                find(QueryOptions.SOFT_DELETE_COLUMN_NAME, softDeletes, table, columns, column -> true, "of any type");
        if (problems.size() > before) {
            return;
        }
        if (timestamp == null && number == null) {
            problems.add(new Problem(
                    QueryOptions.TIMESTAMP_COLUMN_NAME,
                    "Nothing says by which column the changes of table " + table + " are found. Name one with "
                            + QueryOptions.TIMESTAMP_COLUMN_NAME + " or " + QueryOptions.INCREMENTING_COLUMN_NAME
                            + ", or leave the table out with table.exclude.list."));
            return;
        }
        if (timestamp == null && softDelete != null) {
            problems.add(new Problem(
                    QueryOptions.SOFT_DELETE_COLUMN_NAME,
                    "Table " + table
                            + " has an incrementing column only, by which no row is seen again once it was sent."
                            + " Name a timestamp column, too, so that marking a row as deleted is seen."));
            return;
        }
        tables.add(new QueriedTable(events, timestamp, number, softDelete));
    }

    private @Nullable Column find(
            String option,
            ColumnRules rules,
            TableId table,
            List<Column> columns,
            Predicate<Column> fits,
            String wanted) {
        @Nullable String name = rules.column(table);
        if (name == null) {
            return null;
        }
        @Nullable
        Column found = columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElse(null);
        if (found == null) {
            problems.add(new Problem(option, "Table " + table + " has no column " + name + "."));
        } else if (!fits.test(found)) {
            problems.add(new Problem(
                    option,
                    "Column " + found.name() + " of table " + table + " is " + found.typeName() + "; it has to be "
                            + wanted + "."));
        }
        return found;
    }

    private static boolean isTimestamp(Column column) {
        return column.jdbcType() == Types.TIMESTAMP
                && !column.typeName().toUpperCase(Locale.ROOT).contains("TIME ZONE");
    }

    private static boolean isInteger(Column column) {
        return switch (column.jdbcType()) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            case Types.DECIMAL, Types.NUMERIC -> column.scale() == 0 && column.precision() <= DIGITS_OF_A_LONG;
            default -> false;
        };
    }
}
