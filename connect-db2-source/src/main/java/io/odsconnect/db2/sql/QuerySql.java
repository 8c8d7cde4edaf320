package io.odsconnect.db2.sql;

import io.odsconnect.db2.table.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of query mode. They read with cursor stability: a row counts only once it was committed. */
public final class QuerySql {

    private QuerySql() {}

    /**
     * All rows of a table in the order of {@code order}, of which the first is the column that ranks them; or, where
     * {@code beyond} is the ranking column, those beyond parameter 1.
     *
     * @param unranked whether rows without a rank belong to them, too
     */
    public static String rankedRows(
            TableId table, List<String> columns, List<String> order, @Nullable String beyond, boolean unranked) {
        String where = beyond == null
                ? ""
                : "\n where " + Db2Sql.quote(beyond) + " > ?"
                        + (unranked ? "\n    or " + Db2Sql.quote(beyond) + " is null" : "");
        return """
                select %s
                  from %s%s
                 order by %s
                   for read only with cs""".formatted(Db2Sql.list(columns), Db2Sql.name(table), where, Db2Sql.list(order));
    }

    /** The highest value of a column. */
    public static String highest(TableId table, String column) {
        return """
                select max(%s)
                  from %s
                   for read only with cs""".formatted(Db2Sql.quote(column), Db2Sql.name(table));
    }
}
