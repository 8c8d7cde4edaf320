package io.odsconnect.db2.type;

import com.ibm.db2.jcc.DBTimestamp;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.util.Arrays;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** A result row for types that no server of the testbed has: it answers the getters that readers use, as IBM's driver does. */
final class FakeRow {

    private FakeRow() {}

    /** Returns a row of these values; text for what the driver hands out as text. */
    static ResultSet of(@Nullable Object... values) {
        @Nullable Object[] row = Arrays.copyOf(values, values.length);
        boolean[] wasNull = new boolean[1];
        return (ResultSet) Proxy.newProxyInstance(
                FakeRow.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("wasNull")) {
                        return wasNull[0];
                    }
                    @Nullable Object value = row[(int) arguments[0] - 1];
                    wasNull[0] = value == null;
                    return switch (method.getName()) {
                        case "getString" -> value == null ? null : value.toString();
                        case "getObject" -> value;
                        case "getBytes" -> value instanceof String text ? sent(text) : value;
                        case "getBigDecimal" -> value == null ? null : new BigDecimal(value.toString());
                        case "getBoolean" -> value != null && (boolean) value;
                        case "getTimestamp" ->
                            arguments.length == 1
                                    ? value
                                    : driverTime(method.getName(), (String) value, (Calendar) arguments[1]);
                        case "getDate", "getTime" ->
                            driverTime(method.getName(), (String) value, (Calendar) arguments[1]);
                        case "getCharacterStream" -> value == null ? null : new StringReader(value.toString());
                        case "getBinaryStream" -> value == null ? null : new ByteArrayInputStream((byte[]) value);
                        case "getShort" -> value == null ? (short) 0 : ((Number) value).shortValue();
                        case "getInt" -> value == null ? 0 : ((Number) value).intValue();
                        case "getLong" -> value == null ? 0L : ((Number) value).longValue();
                        case "getFloat" -> value == null ? 0f : ((Number) value).floatValue();
                        case "getDouble" -> value == null ? 0d : Double.parseDouble(value.toString());
                        default -> throw new SQLException(method.getName());
                    };
                });
    }

    /** Returns a timestamp as a server sends it. */
    private static byte[] sent(String text) {
        return text.replace(' ', '-').replace(':', '.').getBytes(StandardCharsets.US_ASCII);
    }

    /** Makes a time from its text as the driver does: field by field into the calendar that it was given. */
    private static @Nullable Object driverTime(String getter, @Nullable String text, Calendar calendar)
            throws SQLException {
        if (text == null) {
            return null;
        }
        String whole = getter.equals("getTime") ? "1970-01-01 " + text : text;
        String[] fields = whole.split("[-: .]", -1);
        calendar.clear();
        calendar.set(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]) - 1, Integer.parseInt(fields[2]));
        if (getter.equals("getDate")) {
            return new Date(calendar.getTimeInMillis());
        }
        calendar.set(Calendar.HOUR_OF_DAY, Integer.parseInt(fields[3]));
        calendar.set(Calendar.MINUTE, Integer.parseInt(fields[4]));
        calendar.set(Calendar.SECOND, Integer.parseInt(fields[5]));
        if (getter.equals("getTime")) {
            return new Time(calendar.getTimeInMillis());
        }
        DBTimestamp timestamp = new DBTimestamp(calendar.getTimeInMillis());
        timestamp.setPicos(fields.length < 7 ? 0 : Long.parseLong((fields[6] + "000000000000").substring(0, 12)));
        return timestamp;
    }
}
