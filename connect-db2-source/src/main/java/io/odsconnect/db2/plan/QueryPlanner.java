package io.odsconnect.db2.plan;

import io.odsconnect.common.config.Spelling;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.QueryOptions;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.query.ColumnRules;
import io.odsconnect.db2.query.QueriedTable;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the columns by which tables are queried, and what is wrong with them. */
public final class QueryPlanner {

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

    /** Returns a problem for each expression of the options that matches none of {@code wanted}. */
    static List<Problem> unmatchedRules(Db2SourceConfig config, Collection<TableId> wanted) {
        List<Problem> unmatched = new ArrayList<>();
        Map.of(
                        QueryOptions.TIMESTAMP_COLUMN_NAME, config.timestampColumns(),
                        QueryOptions.INCREMENTING_COLUMN_NAME, config.incrementingColumns(),
                        QueryOptions.SOFT_DELETE_COLUMN_NAME, config.softDeleteColumns())
                .forEach((option, rules) -> rules.withoutMatch(wanted)
                        .forEach(expression -> unmatched.add(
                                new Problem(option, "No table that is read matches " + expression + "."))));
        return unmatched;
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
        List<Column> stamps = find(
                QueryOptions.TIMESTAMP_COLUMN_NAME,
                timestamps,
                table,
                columns,
                QueryPlanner::isTimestamp,
                "a TIMESTAMP");
        @Nullable
        Column number = only(
                QueryOptions.INCREMENTING_COLUMN_NAME,
                incrementing,
                table,
                columns,
                QueryPlanner::isInteger,
                "SMALLINT, INTEGER, BIGINT or DECIMAL(p, 0)");
        @Nullable
        Column softDelete =
                only(QueryOptions.SOFT_DELETE_COLUMN_NAME, softDeletes, table, columns, column -> true, "of any type");
        if (problems.size() > before) {
            return;
        }
        if (stamps.isEmpty() && number == null) {
            problems.add(new Problem(
                    QueryOptions.TIMESTAMP_COLUMN_NAME,
                    "Nothing says by which column the changes of table " + table + " are found. Name one with "
                            + QueryOptions.TIMESTAMP_COLUMN_NAME + " or " + QueryOptions.INCREMENTING_COLUMN_NAME
                            + ", or leave the table out with table.exclude.list."));
            return;
        }
        if (stamps.isEmpty() && softDelete != null) {
            problems.add(new Problem(
                    QueryOptions.SOFT_DELETE_COLUMN_NAME,
                    "Table " + table
                            + " has an incrementing column only, by which no row is seen again once it was sent."
                            + " Name a timestamp column, too, so that marking a row as deleted is seen."));
            return;
        }
        tables.add(new QueriedTable(events, stamps, number, softDelete));
    }

    /** Returns the columns that the rules name for the table, without those that are wrong. */
    private List<Column> find(
            String option,
            ColumnRules rules,
            TableId table,
            List<Column> columns,
            Predicate<Column> fits,
            String wanted) {
        List<Column> found = new ArrayList<>();
        for (String name : rules.columns(table)) {
            @Nullable Column column = column(name, columns);
            if (column == null) {
                List<String> names = columns.stream().map(Column::name).toList();
                problems.add(new Problem(
                        option,
                        "Table " + table + " has no column " + name + "."
                                + Spelling.meant(name, names)
                                        .map(meant -> " Did you mean " + meant + "?")
                                        .orElse("")));
            } else if (!fits.test(column)) {
                problems.add(new Problem(
                        option,
                        "Column " + column.name() + " of table " + table + " is " + column.typeName()
                                + "; it has to be " + wanted + "."));
            } else {
                found.add(column);
            }
        }
        return found;
    }

    private @Nullable Column only(
            String option,
            ColumnRules rules,
            TableId table,
            List<Column> columns,
            Predicate<Column> fits,
            String wanted) {
        List<Column> found = find(option, rules, table, columns, fits, wanted);
        if (found.size() > 1) {
            problems.add(new Problem(
                    option,
                    "It names several columns for table " + table + ", of which one only can count. Name one, or give"
                            + " each table its own as SCHEMA.TABLE:COLUMN."));
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private static @Nullable Column column(String name, List<Column> columns) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElse(null);
    }

    private static boolean isTimestamp(Column column) {
        return column.jdbcType() == Types.TIMESTAMP
                && !column.typeName().toUpperCase(Locale.ROOT).contains("TIME ZONE");
    }

    private static boolean isInteger(Column column) {
        return switch (column.jdbcType()) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            case Types.DECIMAL, Types.NUMERIC -> column.scale() == 0;
            default -> false;
        };
    }
}
