package io.odsconnect.db2.table;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * A column as the driver describes it.
 *
 * @param name its name
 * @param jdbcType its type by {@link java.sql.Types} or the driver's own number
 * @param typeName its type by name, for example {@code CHAR () FOR BIT DATA}
 * @param precision digits of a number, characters or bytes of a string
 * @param scale digits after the point; of a timestamp, digits of its fraction
 * @param nullable whether it can be null
 * @param defaultText its default as the catalog has it, in SQL; null where it has none or nobody asked
 */
public record Column(
        String name,
        int jdbcType,
        String typeName,
        int precision,
        int scale,
        boolean nullable,
        @Nullable String defaultText) {

    /** Describes a column without its default. */
    public Column(String name, int jdbcType, String typeName, int precision, int scale, boolean nullable) {
        this(name, jdbcType, typeName, precision, scale, nullable, null);
    }

    /** Returns the same column with its default, or without one. */
    public Column withDefault(@Nullable String text) {
        return new Column(name, jdbcType, typeName, precision, scale, nullable, text);
    }

    /** Says whether it is a large object or XML, which the driver brings along whole. */
    public boolean isLob() {
        return jdbcType == Types.CLOB || jdbcType == Types.BLOB || jdbcType == Types.NCLOB || jdbcType == Types.SQLXML;
    }
}
