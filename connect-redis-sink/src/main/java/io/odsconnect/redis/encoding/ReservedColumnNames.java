package io.odsconnect.redis.encoding;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Columns;
import java.util.Set;

/** Refuses columns whose names the sink needs for itself. */
final class ReservedColumnNames {

    private ReservedColumnNames() {}

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
