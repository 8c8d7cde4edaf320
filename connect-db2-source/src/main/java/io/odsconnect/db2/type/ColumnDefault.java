package io.odsconnect.db2.type;

import io.odsconnect.db2.table.Column;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The constant that a column has for a default, read by the column's own reader, so that it has the form of its values. */
final class ColumnDefault {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([Ee][+-]?\\d+)?");
    private static final Pattern TRUTH = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);
    private static final Pattern TEXT =
            Pattern.compile("(?:(?:DATE|TIME|TIMESTAMP|N|G)\\s*)?'((?:[^']|'')*)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern BYTES = Pattern.compile("(?:BX|X)'([0-9A-Fa-f]*)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[-T ](\\d\\d)[.:](\\d\\d)[.:](\\d\\d)(\\.\\d{1,9})?");
    private static final Pattern TIME = Pattern.compile("(\\d\\d)[.:](\\d\\d)[.:](\\d\\d)");

    private ColumnDefault() {}

    /**
     * Returns the default as {@code reader} would read it from a row; null where the column has none, or none that is the same
     * for every row, or one whose form is not known here.
     */
    static @Nullable Object value(Column column, ColumnReader reader) {
        @Nullable String text = column.defaultText();
        if (text == null) {
            return null;
        }
        try {
            @Nullable Object constant = constant(column, text.strip());
            @Nullable Object value = constant == null ? null : reader.read(row(constant), 1);
            return value instanceof CutValue ? null : value;
        } catch (SQLException
                | DateTimeException
                | IllegalArgumentException
                | ArithmeticException
                | UnsupportedOperationException
                | ConnectException
                | UnreadableValueException e) {
            // A schema without a default is right, too.
            return null;
        }
    }

    private static @Nullable Object constant(Column column, String text) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        Matcher bytes = BYTES.matcher(text);
        if (bytes.matches()) {
            return bytes(column, type, HexFormat.of().parseHex(bytes.group(1)));
        }
        if (type.contains("FOR BIT DATA") || type.contains("WITH TIME ZONE")) {
            return null;
        }
        return switch (column.jdbcType()) {
            case Types.BOOLEAN, Types.BIT -> TRUTH.matcher(text).matches() ? Boolean.valueOf(text) : null;
            case Types.CHAR, Types.NCHAR, Types.VARCHAR, Types.NVARCHAR, Types.LONGVARCHAR, Types.LONGNVARCHAR ->
                characters(column, text);
            case Types.DATE -> unquoted(text) == null ? null : LocalDate.parse(unquoted(text));
            case Types.TIME -> time(unquoted(text));
            case Types.TIMESTAMP -> timestamp(unquoted(text));
            default -> NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
        };
    }

    private static byte @Nullable [] bytes(Column column, String type, byte[] value) {
        boolean fixed = column.jdbcType() == Types.BINARY;
        if (!fixed || value.length >= column.precision()) {
            return value;
        }
        byte[] filled = Arrays.copyOf(value, column.precision());
        if (type.contains("FOR BIT DATA")) {
            Arrays.fill(filled, value.length, filled.length, (byte) ' ');
        }
        return filled;
    }

    private static @Nullable String characters(Column column, String text) {
        @Nullable String value = unquoted(text);
        boolean fixed = column.jdbcType() == Types.CHAR || column.jdbcType() == Types.NCHAR;
        return value == null || !fixed || value.length() >= column.precision()
                ? value
                : value + " ".repeat(column.precision() - value.length());
    }

    private static @Nullable String unquoted(String text) {
        Matcher quoted = TEXT.matcher(text);
        return quoted.matches() ? quoted.group(1).replace("''", "'") : null;
    }

    private static @Nullable LocalTime time(@Nullable String text) {
        Matcher parts = TIME.matcher(String.valueOf(text));
        return parts.matches() ? LocalTime.parse(parts.replaceAll("$1:$2:$3")) : null;
    }

    private static @Nullable LocalDateTime timestamp(@Nullable String text) {
        Matcher parts = TIMESTAMP.matcher(String.valueOf(text));
        if (!parts.matches()) {
            return null;
        }
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        return LocalDateTime.parse(
                parts.group(1) + "T" + parts.group(2) + ":" + parts.group(3) + ":" + parts.group(4) + fraction);
    }

    /** Returns a row with this constant in every column, as the driver would give it on a calendar in UTC. */
    private static ResultSet row(Object constant) {
        return (ResultSet) Proxy.newProxyInstance(
                ColumnDefault.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> answer(method.getName(), constant));
    }

    private static Object answer(String method, Object constant) throws SQLException {
        if (method.equals("wasNull")) {
            return false;
        }
        if (constant instanceof BigDecimal number) {
            return switch (method) {
                case "getShort" -> number.shortValueExact();
                case "getInt" -> number.intValueExact();
                case "getLong" -> number.longValueExact();
                case "getFloat" -> number.floatValue();
                case "getDouble" -> number.doubleValue();
                case "getBigDecimal" -> number;
                case "getString" -> number.toPlainString();
                default -> throw new SQLException("No such form");
            };
        }
        if (constant instanceof LocalDate date && method.equals("getDate")) {
            return new Date(millis(date.atStartOfDay()));
        }
        if (constant instanceof LocalTime time && method.equals("getTime")) {
            return new Time(time.toSecondOfDay() * 1000L);
        }
        if (constant instanceof LocalDateTime timestamp && method.equals("getTimestamp")) {
            Timestamp value = new Timestamp(millis(timestamp));
            value.setNanos(timestamp.get(ChronoField.NANO_OF_SECOND));
            return value;
        }
        boolean text = constant instanceof String && method.equals("getString");
        boolean bytes = constant instanceof byte[] && method.equals("getBytes");
        boolean truth = constant instanceof Boolean && method.equals("getBoolean");
        if (text || bytes || truth) {
            return constant;
        }
        if (constant instanceof LocalDateTime && method.equals("getBytes")) {
            // How the driver has the time as it is stored; only the hour counts, which is never 24 here.
            return "0000-00-00-00.00.00".getBytes(StandardCharsets.US_ASCII);
        }
        throw new SQLException("No such form");
    }

    /** Returns what the driver's calendar, which is Julian in old times, makes of the fields. */
    private static long millis(LocalDateTime shown) {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        calendar.clear();
        calendar.set(
                shown.getYear(),
                shown.getMonthValue() - 1,
                shown.getDayOfMonth(),
                shown.getHour(),
                shown.getMinute(),
                shown.getSecond());
        return calendar.getTimeInMillis();
    }
}
