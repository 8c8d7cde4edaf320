package io.odsconnect.redis.encoding;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.TextForm;
import io.odsconnect.redis.encoding.ValueFormats.Binaries;
import io.odsconnect.redis.encoding.ValueFormats.Decimals;
import io.odsconnect.redis.encoding.ValueFormats.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes canonical values in {@link TextForm}, and otherwise where a format says so. Immutable. */
final class ValueText {

    private final ValueFormats formats;
    private final boolean keepNulls;

    /**
     * Sets the formats.
     *
     * @param keepNulls whether members of an object that are null are written as such; else they are left out
     */
    ValueText(ValueFormats formats, boolean keepNulls) {
        this.formats = formats;
        this.keepNulls = keepNulls;
    }

    /** Says whether a value is written as the bytes that it is. */
    boolean isRaw(Object value) {
        return value instanceof byte[] && formats.binaries() == Binaries.RAW;
    }

    /** Returns the text of a value where it stands for itself, such as in a field of a hash. */
    String of(Object value) {
        // Most values are texts and numbers, and to find out that one is of no interface takes the longest.
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Number) {
            return TextForm.of(value);
        }
        if (value instanceof Row || value instanceof Map || value instanceof List) {
            StringBuilder out = new StringBuilder(256);
            appendJson(out, value);
            return out.toString();
        }
        return scalar(value);
    }

    private String scalar(Object value) {
        if (value instanceof LocalDateTime timestamp && formats.times() != Times.ISO) {
            return sinceEpoch(timestamp.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Instant instant && formats.times() != Times.ISO) {
            return sinceEpoch(instant);
        }
        if (value instanceof byte[] bytes && formats.binaries() == Binaries.HEX) {
            return HexFormat.of().formatHex(bytes);
        }
        return TextForm.of(value);
    }

    private String sinceEpoch(Instant instant) {
        TimeUnit unit = formats.times() == Times.EPOCH_MILLIS ? TimeUnit.MILLISECONDS : TimeUnit.MICROSECONDS;
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        try {
            return Long.toString(Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), perSecond),
                    unit.convert(instant.getNano(), TimeUnit.NANOSECONDS)));
        } catch (ArithmeticException e) {
            throw new BadRecordException("A time of the row does not fit into 64 bits as "
                    + unit.name().toLowerCase(Locale.ROOT) + " since 1970: set time.format=iso");
        }
    }

    /** Appends a value as JSON. */
    void appendJson(StringBuilder out, @Nullable Object value) {
        if (value instanceof Row row) {
            appendRow(out, row);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map);
        } else if (value instanceof List<?> list) {
            appendList(out, list);
        } else if (value == null) {
            out.append("null");
        } else if (value instanceof BigDecimal decimal) {
            if (formats.decimals() == Decimals.NUMBER) {
                out.append(TextForm.of(decimal));
            } else {
                out.append('"').append(TextForm.of(decimal)).append('"');
            }
        } else if (isTimestamp(value) && formats.times() != Times.ISO) {
            out.append(scalar(value));
        } else if (value instanceof byte[]) {
            out.append('"').append(scalar(value)).append('"');
        } else {
            TextForm.appendJson(out, value);
        }
    }

    private static boolean isTimestamp(Object value) {
        return value instanceof LocalDateTime || value instanceof Instant;
    }

    private void appendRow(StringBuilder out, Row row) {
        out.append('{');
        boolean first = true;
        for (int i = 0; i < row.size(); i++) {
            first = appendMember(out, row.name(i), row.value(i), first);
        }
        out.append('}');
    }

    private void appendMap(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = entry.getKey() == null ? "null" : of(entry.getKey());
            first = appendMember(out, name, entry.getValue(), first);
        }
        out.append('}');
    }

    private boolean appendMember(StringBuilder out, String name, @Nullable Object value, boolean first) {
        if (value == null && !keepNulls) {
            return first;
        }
        if (!first) {
            out.append(',');
        }
        TextForm.appendJson(out, name);
        out.append(':');
        appendJson(out, value);
        return false;
    }

    private void appendList(StringBuilder out, List<?> list) {
        out.append('[');
        String comma = "";
        for (Object element : list) {
            out.append(comma);
            appendJson(out, element);
            comma = ",";
        }
        out.append(']');
    }
}
