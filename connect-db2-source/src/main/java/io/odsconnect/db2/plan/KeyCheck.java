package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.Registration;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that the columns are read which tell the rows of a table apart. */
final class KeyCheck {

    private KeyCheck() {}

    /**
     * Returns what is wrong with a table's columns.
     *
     * @param shape the columns that are read, and the keys
     * @param registration how the table is registered; null where changes are not captured
     * @param filter which columns are wanted
     */
    static List<Problem> problems(TableShape shape, @Nullable Registration registration, TableFilter filter) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        shape.columns().forEach(column -> names.add(column.name()));
        Set<String> needed = new LinkedHashSet<>(shape.key());
        needed.addAll(shape.loadKey());
        for (String column : needed) {
            if (names.contains(column)) {
                continue;
            }
            if (!shape.loadKey().contains(column)) {
                problems.add(new Problem(
                        TableOptions.MESSAGE_KEY_COLUMNS,
                        "Table " + shape.id() + " has no column " + column + " that is read. Check its spelling, "
                                + "and column.include.list and column.exclude.list."));
            } else if (filter.wants(shape.id(), column)) {
                problems.add(new Problem(
                        TableOptions.TABLE_INCLUDE_LIST,
                        "Column " + column + " of table " + shape.id()
                                + " is part of its primary key, but is not in its change table "
                                + (registration == null ? "" : registration.changeTable())
                                + ". Register the table with it."));
            } else if (filter.excludes(shape.id(), column)) {
                problems.add(new Problem(
                        TableOptions.COLUMN_EXCLUDE_LIST,
                        "Column " + column + " of table " + shape.id()
                                + " is part of its primary key and cannot be left out."));
            } else {
                problems.add(new Problem(
                        TableOptions.COLUMN_INCLUDE_LIST,
                        "Column " + column + " of table " + shape.id()
                                + " is part of its primary key and is missing here. Add it."));
            }
        }
        return problems;
    }
}
