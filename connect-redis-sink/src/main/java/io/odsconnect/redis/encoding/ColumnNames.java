package io.odsconnect.redis.encoding;

import io.odsconnect.common.event.Columns;
import io.odsconnect.common.sink.BadRecordException;
import java.util.Set;

/** Refuses columns whose names the sink needs for itself. */
final class ColumnNames {

    private ColumnNames() {}

    /**
     * Checks the names of columns.
     *
     * @throws BadRecordException if one is among those reserved
     */
    static void check(Columns columns, Set<String> reserved) {
        for (String name : reserved) {
            if (columns.indexOf(name) >= 0) {
                throw new BadRecordException("Column " + name
                        + " has the name of a field that the sink adds to each row: set position.field or index.field to"
                        + " another name");
            }
        }
    }
}
