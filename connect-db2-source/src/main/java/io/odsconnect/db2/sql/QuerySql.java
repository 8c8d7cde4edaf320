package io.odsconnect.db2.sql;

import io.odsconnect.db2.table.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of query mode. They read with cursor stability: a row counts only once it was committed. */
public final class QuerySql {

    private QuerySql() {}

    /** The value that ranks a row: the first of {@code columns} that is not null. */
    public static String rank(List<String> columns) {
        return columns.size() == 1 ? Db2Sql.quote(columns.get(0)) : "coalesce(" + Db2Sql.list(columns) + ")";
    }

    /** A column, as it stands in a list of what is selected. */
    public static String column(String name) {
        return Db2Sql.quote(name);
    }

    /**
     * All rows of a table by its first {@code ordered} columns, of which the first is the value that ranks it; or, where
     * {@code beyond} is that value, those beyond parameter 1.
     *
     * @param columns columns and expressions in SQL
     * @param unranked whether rows without a rank belong to them, too
     */
    public static String rankedRows(
            TableId table, List<String> columns, int ordered, @Nullable String beyond, boolean unranked) {
        String where = beyond == null
                ? ""
                : "\n where " + beyond + " > ?" + (unranked ? "\n    or " + beyond + " is null" : "");
        return """
                select %s
                  from %s%s
                 order by %s
                   for read only with cs""".formatted(
                String.join(", ", columns), Db2Sql.name(table), where, String.join(", ", columns.subList(0, ordered)));
    }

    /** The highest value of {@code rank}, an expression in SQL. */
    public static String highest(TableId table, String rank) {
        return """
                select max(%s)
                  from %s
                   for read only with cs""".formatted(rank, Db2Sql.name(table));
    }
}
