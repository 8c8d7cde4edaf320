package io.odsconnect.db2.plan;

import io.odsconnect.common.config.Spelling;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.config.TypeOptions;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.table.TableShape;
import io.odsconnect.db2.type.NameAdjustment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the tables that are read, held against the lists of columns: an expression that matches none is probably
 * misspelt, and what it was to keep back would be sent.
 */
final class ColumnNames {

    private final TableFilter filter;
    private final Set<TableId> tables = new HashSet<>();
    private final Set<String> names = new TreeSet<>();

    ColumnNames(TableFilter filter) {
        this.filter = filter;
    }

    /** Takes note of all columns of a table. */
    void add(TableId table, List<Column> columns) {
        tables.add(table);
        columns.forEach(column -> names.add(table + "." + column.name()));
    }

    /** Says whether note was taken of all these tables. */
    boolean areKnownOf(Collection<TableId> wanted) {
        return tables.containsAll(wanted);
    }

    /** Returns what is wrong with the list of columns to leave out. */
    List<Problem> exclusions() {
        return filter.columnExclusionsWithoutMatch(names).stream()
                .map(expression -> new Problem(TableOptions.COLUMN_EXCLUDE_LIST, noColumn(expression)))
                .toList();
    }

    /** Returns what is wrong with the list of columns to read. */
    List<Problem> inclusions() {
        return filter.columnsWithoutMatch(names).stream()
                .map(expression -> new Problem(TableOptions.COLUMN_INCLUDE_LIST, noColumn(expression)))
                .toList();
    }

    private String noColumn(String expression) {
        return "No column of the tables that are read matches " + expression + "."
                + Spelling.meant(expression.replace("\\", ""), names)
                        .map(column -> " Did you mean " + column + "?")
                        .orElse("");
    }

    /** Returns a problem for each column of a table whose field would be that of another one. */
    static List<Problem> clashes(TableShape shape, NameAdjustment adjustment) {
        List<Problem> clashes = new ArrayList<>();
        Map<String, String> columns = new HashMap<>();
        for (Column column : shape.columns()) {
            String field = adjustment.field(column.name());
            @Nullable String other = columns.put(field, column.name());
            if (other != null) {
                clashes.add(new Problem(
                        TypeOptions.FIELD_NAME_ADJUSTMENT_MODE,
                        "Columns " + other + " and " + column.name() + " of table " + shape.id()
                                + " would both be the field " + field
                                + ". Use avro_unicode, or leave one of them out with column.exclude.list."));
            }
        }
        return clashes;
    }
}
