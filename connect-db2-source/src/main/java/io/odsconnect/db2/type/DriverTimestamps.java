package io.odsconnect.db2.type;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Timestamp;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What IBM's driver knows of a timestamp beyond {@link Timestamp}: picoseconds, and the zone of a TIMESTAMP WITH TIME ZONE.
 *
 * <p>Its text ({@code ResultSet.getString}) ends at the ninth digit and shows a zoned timestamp in the JVM's zone; only its
 * own class {@code com.ibm.db2.jcc.DBTimestamp} has all of it. That class is reached by reflection, since a build may
 * leave the driver out, and it is handed out where the connection has {@code timestampOutputType=2}.
 */
final class DriverTimestamps {

    private static final long PICOS_A_NANO = 1000;

    /** As DBTimestamp writes itself: {@code 2026-11-21-13.14.15.123456789012-05:00}, the year without leading zeros. */
    private static final Pattern ZONED =
            Pattern.compile("(\\d+)-(\\d\\d)-(\\d\\d)-(\\d\\d)\\.(\\d\\d)\\.(\\d\\d)\\.(\\d+)([+-]\\d\\d:\\d\\d)");

    private record Methods(@Nullable Method picos, @Nullable Method text) {}

    private static final ClassValue<Methods> METHODS = new ClassValue<>() {
        @Override
        protected Methods computeValue(Class<?> type) {
            return new Methods(method(type, "getPicos"), method(type, "toDBString", boolean.class));
        }
    };

    private DriverTimestamps() {}

    /** Returns the fraction of the second in 10<sup>-12</sup> s. */
    static long picos(Timestamp timestamp) {
        @Nullable Method picos = METHODS.get(timestamp.getClass()).picos();
        return picos == null ? timestamp.getNanos() * PICOS_A_NANO : (long) call(picos, timestamp);
    }

    /**
     * Returns a TIMESTAMP WITH TIME ZONE in the form {@code 2026-11-21T13:14:15.123456789012-05:00}: in its own zone, with
     * the digits that its fraction needs, and {@code Z} for an offset of zero.
     */
    static String zoned(Timestamp timestamp) {
        @Nullable Method text = METHODS.get(timestamp.getClass()).text();
        Matcher parts = ZONED.matcher(text == null ? "" : (String) call(text, timestamp, true));
        if (!parts.matches()) {
            throw new UnreadableValueException("the driver gives it without its time zone; use com.ibm.db2:jcc 4.13 or"
                    + " later, and leave timestampOutputType alone");
        }
        String fraction = withoutTrailingZeros(parts.group(7));
        String offset = parts.group(8).endsWith("00:00") ? "Z" : parts.group(8);
        return "%4s-%s-%sT%s:%s:%s%s%s"
                .formatted(
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        parts.group(4),
                        parts.group(5),
                        parts.group(6),
                        fraction.isEmpty() ? "" : "." + fraction,
                        offset)
                .replace(' ', '0');
    }

    /** Cuts zeros at the end of {@code digits}; nothing is left of zeros only. */
    static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    private static @Nullable Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static Object call(Method method, Timestamp timestamp, Object... arguments) {
        try {
            return method.invoke(timestamp, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new UnreadableValueException(
                    "the driver failed to return it (" + e.getClass().getSimpleName() + ")");
        }
    }
}
