package io.odsconnect.common.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The one text form of each {@linkplain CanonicalValues canonical value}, wherever this project writes one as text:
 * keys, fields of hashes, JSON.
 *
 * <table>
 * <caption>Text forms</caption>
 * <tr><th>value</th><th>text</th><th>in JSON</th></tr>
 * <tr><td>Boolean</td><td>{@code true}, {@code false}</td><td>the same</td></tr>
 * <tr><td>Byte, Short, Integer, Long</td><td>decimal digits, {@code -} before negative ones</td><td>number</td></tr>
 * <tr><td>BigDecimal</td><td>all its digits and no exponent, trailing zeros kept: {@code 1.50}</td>
 *     <td>number</td></tr>
 * <tr><td>Float, Double</td><td>the shortest decimal that reads back, in the notation of
 *     {@link Double#toString(double)}: {@code 0.1}, {@code 1.0E10}, {@code NaN}, {@code Infinity}</td><td>number; string where it is not finite</td></tr>
 * <tr><td>String</td><td>itself</td><td>string</td></tr>
 * <tr><td>byte[]</td><td>Base64 with padding (RFC 4648 section 4)</td><td>string</td></tr>
 * <tr><td>LocalDate</td><td>{@code 2026-11-21}</td><td>string</td></tr>
 * <tr><td>LocalTime</td><td>{@code 09:05:00}, {@code 09:05:00.25}: seconds always, fraction without trailing
 *     zeros</td><td>string</td></tr>
 * <tr><td>LocalDateTime</td><td>{@code 2026-11-21T09:05:00.25}</td><td>string</td></tr>
 * <tr><td>Instant</td><td>{@code 2026-11-21T09:05:00.25Z}, always in UTC</td><td>string</td></tr>
 * <tr><td>Row, Map</td><td>JSON object without spaces, in the order of the columns or entries; the keys of a map in
 *     their text form</td><td>object</td></tr>
 * <tr><td>List</td><td>JSON array without spaces</td><td>array</td></tr>
 * <tr><td>null</td><td>none: the caller decides what absence is</td><td>{@code null}</td></tr>
 * </table>
 *
 * <p>JSON strings escape quotation mark, backslash and control characters only (RFC 8259 section 7).
 */
public final class TextForm {

    /** From this power of ten of its first digit on, {@link BigDecimal#toString()} gives a decimal no exponent. */
    private static final int LEAST_WITHOUT_EXPONENT = -6;

    /** The most places that a decimal is shifted by when its digits are written. */
    private static final int MOST_ZEROS = 10_000;

    private TextForm() {}

    /**
     * Returns the text of a canonical value.
     *
     * @throws IllegalArgumentException if the value is not canonical
     * @throws DataException if it is a decimal of absurdly many digits
     */
    public static String of(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Number || value instanceof Boolean) {
            return number(value);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof LocalDate date) {
            return date.toString();
        }
        if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        }
        if (value instanceof LocalDateTime timestamp) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(timestamp);
        }
        if (value instanceof Instant instant) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
        }
        if (value instanceof Row || value instanceof Map || value instanceof List) {
            return json(value);
        }
        throw new IllegalArgumentException("A " + value.getClass().getName() + " is no canonical value");
    }

    private static String number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal(decimal);
        }
        if (value instanceof Double number) {
            return ShortestText.of(number);
        }
        return value instanceof Float number ? ShortestText.of(number) : value.toString();
    }

    /** Returns all digits of a decimal and no exponent. */
    private static String decimal(BigDecimal decimal) {
        if (Math.abs((long) decimal.scale()) > MOST_ZEROS) {
            // A dozen bytes could ask for more digits than there is memory.
            throw new DataException("A decimal of the record has more than " + MOST_ZEROS
                    + " digits before or after its point when it is written as text");
        }
        // Most have none in their other text either (see there for when), which Java makes in half the time.
        boolean hasNoExponent =
                decimal.scale() >= 0 && decimal.precision() - 1 - decimal.scale() >= LEAST_WITHOUT_EXPONENT;
        return hasNoExponent ? decimal.toString() : decimal.toPlainString();
    }

    /** Returns the JSON of a canonical value. */
    public static String json(@Nullable Object value) {
        StringBuilder out = new StringBuilder(256);
        appendJson(out, value);
        return out.toString();
    }

    /** Appends the JSON of a canonical value. */
    public static void appendJson(StringBuilder out, @Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof Row row) {
            appendRow(out, row);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map);
        } else if (value instanceof List<?> list) {
            appendList(out, list);
        } else if (isJsonNumber(value) || value instanceof Boolean) {
            out.append(of(value));
        } else {
            appendString(out, of(value));
        }
    }

    private static boolean isJsonNumber(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof Float number) {
            return Float.isFinite(number);
        }
        return value instanceof Number;
    }

    private static void appendRow(StringBuilder out, Row row) {
        out.append('{');
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            appendString(out, row.name(i));
            out.append(':');
            appendJson(out, row.value(i));
        }
        out.append('}');
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            appendString(out, entry.getKey() == null ? "null" : of(entry.getKey()));
            out.append(':');
            appendJson(out, entry.getValue());
        }
        out.append('}');
    }

    private static void appendList(StringBuilder out, List<?> list) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            if (!first) {
                out.append(',');
            }
            first = false;
            appendJson(out, element);
        }
        out.append(']');
    }

    private static void appendString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
