package io.odsconnect.db2.type;

import io.odsconnect.db2.table.Column;
import java.sql.Types;
import java.util.Locale;

/**
 * Whether a change table holds a column's values as they are. Of a large object Capture writes only a letter that says that
 * it has changed; and a change table that was not made or altered with its table may have another type, from which values
 * come out wrong.
 */
public final class CapturedForm {

    private enum Family {
        TEXT,
        GRAPHIC,
        BINARY,
        LARGE_TEXT,
        LARGE_BINARY,
        XML,
        INTEGER,
        DECIMAL,
        DECFLOAT,
        REAL,
        DOUBLE,
        BOOLEAN,
        DATE,
        TIME,
        TIMESTAMP,
        ZONED_TIMESTAMP,
        OTHER
    }

    private CapturedForm() {}

    /**
     * Says whether every value of {@code column} can be read from {@code captured}, the column of the same name in the change
     * table. A length is not looked at: Capture stops where a value does not fit.
     */
    public static boolean holds(Column column, Column captured) {
        Family source = family(column);
        Family held = family(captured);
        return switch (source) {
            case TEXT ->
                held == Family.LARGE_TEXT
                        || held == Family.GRAPHIC
                        || (held == Family.TEXT && !(isFixed(captured) && !isFixed(column)));
            case GRAPHIC -> held == Family.GRAPHIC && !(isFixed(captured) && !isFixed(column));
            case BINARY ->
                held == Family.LARGE_BINARY || (held == Family.BINARY && !(isFixed(captured) && !isFixed(column)));
            case INTEGER -> held == Family.INTEGER || held == Family.DECFLOAT || held == Family.DECIMAL;
            case DECIMAL ->
                (held == Family.DECIMAL && captured.scale() >= column.scale())
                        || held == Family.DECFLOAT
                        || (held == Family.INTEGER && column.scale() == 0);
            case DECFLOAT -> held == Family.DECFLOAT && captured.precision() >= column.precision();
            case REAL -> held == Family.REAL || held == Family.DOUBLE;
            case BOOLEAN -> held == Family.BOOLEAN || held == Family.INTEGER;
            case TIMESTAMP, ZONED_TIMESTAMP -> held == source && captured.scale() >= column.scale();
            case OTHER -> column.jdbcType() == captured.jdbcType();
            default -> held == source;
        };
    }

    /** Says whether values are filled up to a fixed length. */
    private static boolean isFixed(Column column) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        return !type.contains("VAR")
                && (column.jdbcType() == Types.CHAR
                        || column.jdbcType() == Types.NCHAR
                        || column.jdbcType() == Types.BINARY);
    }

    private static Family family(Column column) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        if (type.startsWith("DECFLOAT")) {
            return Family.DECFLOAT;
        }
        if (type.contains("FOR BIT DATA")) {
            return Family.BINARY;
        }
        if (type.startsWith("TIMESTAMP") && type.endsWith("WITH TIME ZONE")) {
            return Family.ZONED_TIMESTAMP;
        }
        return switch (column.jdbcType()) {
            case Types.CHAR, Types.NCHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                type.contains("GRAPHIC") ? Family.GRAPHIC : Family.TEXT;
            case Types.CLOB, Types.NCLOB -> Family.LARGE_TEXT;
            case Types.BLOB -> Family.LARGE_BINARY;
            case Types.SQLXML -> Family.XML;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Family.BINARY;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Family.INTEGER;
            case Types.DECIMAL, Types.NUMERIC -> Family.DECIMAL;
            case Types.REAL -> Family.REAL;
            case Types.FLOAT, Types.DOUBLE -> Family.DOUBLE;
            case Types.BOOLEAN, Types.BIT -> Family.BOOLEAN;
            case Types.DATE -> Family.DATE;
            case Types.TIME -> Family.TIME;
            case Types.TIMESTAMP -> Family.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Family.ZONED_TIMESTAMP;
            default -> Family.OTHER;
        };
    }
}
