package io.odsconnect.db2.table;

import java.sql.Types;

/**
 * A column as the driver describes it.
 *
 * @param name its name
 * @param jdbcType its type by {@link java.sql.Types} or the driver's own number
 * @param typeName its type by name, for example {@code CHAR () FOR BIT DATA}
 * @param precision digits of a number, characters or bytes of a string
 * @param scale digits after the point; of a timestamp, digits of its fraction
 * @param nullable whether it can be null
 */
public record Column(String name, int jdbcType, String typeName, int precision, int scale, boolean nullable) {

    /** Says whether it is a large object or XML, which the driver brings along whole. */
    public boolean isLob() {
        return jdbcType == Types.CLOB || jdbcType == Types.BLOB || jdbcType == Types.NCLOB || jdbcType == Types.SQLXML;
    }
}
