package io.odsconnect.db2.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells from its soft-delete column that a row counts as deleted. */
final class SoftDelete {

    private final int index;
    private final boolean anyValue;
    private final Set<String> values;

    /**
     * Reads the column at {@code index}, 0 for none.
     *
     * @param jdbcType its type; a date or time says by being there at all that the row was deleted
     * @param values the values of another type that say so, in either case
     */
    SoftDelete(int index, int jdbcType, Set<String> values) {
        this.index = index;
        this.anyValue = jdbcType == Types.DATE || jdbcType == Types.TIME || jdbcType == Types.TIMESTAMP;
        this.values = values.stream()
                .map(value -> value.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    boolean says(ResultSet rows) throws SQLException {
        if (index == 0) {
            return false;
        }
        @Nullable String value = rows.getString(index);
        return value != null && (anyValue || values.contains(value.strip().toUpperCase(Locale.ROOT)));
    }
}
