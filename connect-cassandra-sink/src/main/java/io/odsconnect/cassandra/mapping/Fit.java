package io.odsconnect.cassandra.mapping;

import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.common.event.Columns;
import io.odsconnect.common.sink.BadRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of a row fill which columns of a table. */
final class Fit {

    private static final int NONE = -1;

    private final int[] fields;
    private final @Nullable String problem;

    private Fit(int[] fields, @Nullable String problem) {
        this.fields = fields;
        this.problem = problem;
    }

    /**
     * Fits fields to a table.
     *
     * @param columnMapping columns by the fields that fill them, where the names differ
     */
    static Fit of(CqlTable table, Columns row, Map<String, String> columnMapping) {
        int[] fields = new int[table.columns().size()];
        Arrays.fill(fields, NONE);
        String problem = null;
        List<String> names = row.names();
        for (int i = 0; i < names.size(); i++) {
            String field = names.get(i);
            int column = table.indexOf(columnMapping.getOrDefault(field, field));
            if (column < 0) {
                problem = "Table " + table + " has no column for field " + field + ": add one, name it in "
                        + CassandraOptions.COLUMN_MAPPING + ", or drop the field with the transform ReplaceField";
            } else if (fields[column] != NONE) {
                problem = "Fields " + names.get(fields[column]) + " and " + field + " both fill column "
                        + table.columns().get(column) + " of table " + table + ": name one of them in "
                        + CassandraOptions.COLUMN_MAPPING;
            } else {
                fields[column] = i;
            }
        }
        return new Fit(fields, problem);
    }

    /** Returns where the field stands that fills a column; -1 if none does. */
    int fieldOf(int column) {
        return fields[column];
    }

    /** Says whether fields fill the first columns, so many. */
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
