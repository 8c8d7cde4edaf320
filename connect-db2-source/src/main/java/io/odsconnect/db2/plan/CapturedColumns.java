package io.odsconnect.db2.plan;

import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.type.CapturedForm;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns that the events of a table have, where its changes come from a change table.
 *
 * @param columns the columns, each as table and change table together have it: it can be null where it can be in either,
 *     since a change may have been captured before the table got its NOT NULL
 * @param asked the names of those whose values the change table does not hold, so that the table is asked for them; a value
 *     of theirs may be missing
 * @param leftOut the names of those that are left out for the same reason
 * @param unusable the names of those that tell rows apart, and whose values the change table does not hold
 */
record CapturedColumns(List<Column> columns, Set<String> asked, Set<String> leftOut, Set<String> unusable) {

    /**
     * Compares the columns.
     *
     * @param wanted the columns of the table that are wanted
     * @param captured the columns of its change table
     * @param key the names of the columns of its records' key
     * @param loadKey the names of the columns of its primary key or unique index, which never held null
     * @param ask whether the table may be asked for what is not captured
     */
    static CapturedColumns of(
            List<Column> wanted, List<Column> captured, List<String> key, List<String> loadKey, boolean ask) {
        Set<String> identity = new LinkedHashSet<>(key);
        identity.addAll(loadKey);
        Map<String, Column> byName =
                captured.stream().collect(Collectors.toMap(Column::name, Function.identity(), (one, other) -> one));
        List<Column> columns = new ArrayList<>();
        Set<String> asked = new LinkedHashSet<>();
        Set<String> leftOut = new LinkedHashSet<>();
        Set<String> unusable = new LinkedHashSet<>();
        for (Column column : wanted) {
            Column held = byName.get(column.name());
            if (held == null) {
                continue;
            }
            if (CapturedForm.holds(column, held)) {
                boolean nullable = column.nullable() || (held.nullable() && !loadKey.contains(column.name()));
                columns.add(nullable(column, nullable));
            } else if (identity.contains(column.name())) {
                unusable.add(column.name());
            } else if (ask && !identity.isEmpty()) {
                asked.add(column.name());
                columns.add(nullable(column, true));
            } else {
                leftOut.add(column.name());
            }
        }
        return new CapturedColumns(columns, asked, leftOut, unusable);
    }

    private static Column nullable(Column column, boolean nullable) {
        return new Column(
                column.name(), column.jdbcType(), column.typeName(), column.precision(), column.scale(), nullable);
    }
}
