package io.odsconnect.common.compare;

import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.common.value.TextForm;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The end of a table in a compare run. A record with neither key nor value carries it, in the header {@link #END_HEADER},
 * after the last row; each record of the run has the run's id in the header {@link CompareRunHeader}. Both headers hold text that
 * keeps its meaning in any header converter: {@code SimpleHeaderConverter}, the worker's default, makes a number of
 * {@code 007}, and a map of JSON.
 *
 * @param schema the table's schema
 * @param table the table
 * @param rows how many records of the run went into the topic; rows that were sent again after a restart count once
 * @param dropped how many rows of the table did not, since a transform dropped them or they could not be read (where this
 *     is not 0, a stored row that the run does not have may be one of them); a restart may count some twice
 * @param firstPosition the position of a row that was read when the run began, in microseconds since the epoch
 * @param lastPosition the highest position of the rows; {@code firstPosition} where there are none
 * @param filtered whether a condition chose the rows, so that the run does not have all of the table
 */
public record RunMarker(
        String schema, String table, long rows, long dropped, long firstPosition, long lastPosition, boolean filtered) {

    /** On the marker: what this record holds, as JSON. Read it with {@link #of}. */
    public static final String END_HEADER = "odsconnect.compare.end";

    private static final long VERSION = 1;

    private static final Pattern FIELD = Pattern.compile(
            "\"((?:[^\"\\\\]++|\\\\.)*+)\"\\s*+:\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|(-?[0-9]++|true|false|null))");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    /** Adds the headers of the marker of {@code run}. */
    public void addTo(Headers headers, String run) {
        CompareRunHeader.add(headers, run);
        headers.addString(END_HEADER, toJson());
    }

    /** Says whether this is a marker: neither key nor value, and the header. */
    public static boolean isMarker(ConnectRecord<?> record) {
        return record.key() == null
                && record.value() == null
                && record.headers().lastWithName(END_HEADER) != null;
    }

    /**
     * Returns what the marker with these headers says; null where there is no such header.
     *
     * @throws DataException if the header is not in the form that this class writes
     */
    public static @Nullable RunMarker of(Headers headers) {
        @Nullable Header header = headers.lastWithName(END_HEADER);
        if (header == null) {
            return null;
        }
        Map<?, ?> fields = header.value() instanceof Map<?, ?> map ? map : fields(String.valueOf(header.value()));
        if (number(fields, "version") != VERSION) {
            throw malformed("version", "is not " + VERSION + ": update the sink to the source's version");
        }
        return new RunMarker(
                text(fields, "schema"),
                text(fields, "table"),
                number(fields, "rows"),
                number(fields, "dropped"),
                number(fields, "firstPosition"),
                number(fields, "lastPosition"),
                flag(fields, "filtered"));
    }

    /** Returns this as JSON. */
    String toJson() {
        return "{\"version\":" + VERSION + ",\"schema\":" + quoted(schema) + ",\"table\":" + quoted(table)
                + ",\"rows\":"
                + rows + ",\"dropped\":" + dropped + ",\"firstPosition\":" + firstPosition + ",\"lastPosition\":"
                + lastPosition + ",\"filtered\":" + filtered + "}";
    }

    /** Returns a JSON string that no header converter takes for a date. */
    private static String quoted(String name) {
        boolean letter = name.isEmpty() || Character.isLetter(name.charAt(0));
        return letter
                ? TextForm.json(name)
                : "\"" + String.format("\\u%04x", (int) name.charAt(0))
                        + TextForm.json(name.substring(1)).substring(1);
    }

    private static Map<String, Object> fields(String json) {
        Map<String, Object> fields = new HashMap<>();
        for (Matcher field = FIELD.matcher(json); field.find(); ) {
            String word = field.group(3);
            Object value = word == null ? field.group(2) : word;
            fields.putIfAbsent(field.group(1), value);
        }
        return fields;
    }

    private static String text(Map<?, ?> fields, String name) {
        if (!(fields.get(name) instanceof CharSequence text)) {
            throw malformed(name, "is no text");
        }
        return ESCAPE.matcher(text).replaceAll(escape -> {
            String code = escape.group(1);
            return Matcher.quoteReplacement(
                    code == null ? unescaped(escape.group(2)) : Character.toString(Integer.parseInt(code, 16)));
        });
    }

    private static String unescaped(String character) {
        return switch (character) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "b" -> "\b";
            case "f" -> "\f";
            default -> character;
        };
    }

    private static long number(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw malformed(name, "is no whole number");
        }
    }

    private static boolean flag(Map<?, ?> fields, String name) {
        String value = String.valueOf(fields.get(name));
        if (!value.equals("true") && !value.equals("false")) {
            throw malformed(name, "is neither true nor false");
        }
        return value.equals("true");
    }

    private static DataException malformed(String field, String what) {
        return new DataException(
                "Header " + END_HEADER + " is no end of a compare run: \"" + field + "\" " + what + ".");
    }
}
