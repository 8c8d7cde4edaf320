package io.odsconnect.cassandra.mapping;

import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Columns;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields of a row fill which columns of a table. */
final class Fit {

    private static final int NONE = -1;
    /** Stands for the change itself, which fills some columns of a history. */
    private static final int EVENT = -2;

    private final int[] fields;
    private final @Nullable String problem;

    private Fit(int[] fields, @Nullable String problem) {
        this.fields = fields;
        this.problem = problem;
    }

    /** Fits fields to a table. */
    static Fit of(Place place, Columns row) {
        CqlTable table = place.table();
        int[] fields = new int[table.columns().size()];
        Arrays.setAll(fields, column -> place.event().fills(column) ? EVENT : NONE);
        String problem = null;
        List<String> names = row.names();
        for (int i = 0; i < names.size(); i++) {
            String field = names.get(i);
            int column = table.indexOf(place.names().of(field));
            if (column >= 0 && fields[column] == NONE) {
                fields[column] = i;
            } else {
                problem =
                        column < 0 ? noColumn(table, field) : filledTwice(table, column, fields[column], names, field);
            }
        }
        return new Fit(fields, problem);
    }

    private static String noColumn(CqlTable table, String field) {
        return "Table " + table + " has no column for field " + field + ": add one, name it in "
                + RowOptions.COLUMN_MAPPING + ", or drop the field with the transform ReplaceField";
    }

    private static String filledTwice(CqlTable table, int column, int by, List<String> names, String field) {
        String name = table.columns().get(column) + " of table " + table;
        return by == EVENT
                ? "Field " + field + " would fill column " + name
                        + ", which holds metadata of the change: name another column for the field in "
                        + RowOptions.COLUMN_MAPPING
                : "Fields " + names.get(by) + " and " + field + " both fill column " + name + ": name one of them in "
                        + RowOptions.COLUMN_MAPPING;
    }

    /** Returns where the field stands that fills a column; below 0 if none does. */
    int fieldOf(int column) {
        return fields[column];
    }

    /** Says whether the first columns, so many, are filled. */
    boolean fillsFirst(int count) {
        for (int i = 0; i < count; i++) {
            if (fields[i] == NONE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks that each field fills one column and none is filled by two.
     *
     * @throws BadRecordException if that is not so
     */
    void requireAll() {
        if (problem != null) {
            throw new BadRecordException(problem);
        }
    }
}
