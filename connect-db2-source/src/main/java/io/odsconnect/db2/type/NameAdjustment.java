package io.odsconnect.db2.type;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How names are made fit for Avro: {@code field.name.adjustment.mode} and {@code schema.name.adjustment.mode}, in
 * Debezium's forms.
 */
public enum NameAdjustment {
    /** Names stay as they are. */
    NONE,
    /** What Avro does not take becomes an underscore, and a digit at the beginning gets one before it. */
    AVRO,
    /** What Avro does not take, and the underscore itself, becomes {@code _u} and four hexadecimal digits. */
    AVRO_UNICODE;

    private static final Pattern ESCAPED = Pattern.compile("_u([0-9a-f]{4})");

    /** Returns the name of a field for the name of a column. */
    public String field(String column) {
        if (this == NONE) {
            return column;
        }
        StringBuilder field = new StringBuilder(column.length() + 8);
        for (int i = 0; i < column.length(); i++) {
            char letter = column.charAt(i);
            boolean digit = letter >= '0' && letter <= '9';
            boolean fits = isLetter(letter) || (digit && i > 0) || (letter == '_' && this == AVRO);
            if (fits) {
                field.append(letter);
            } else if (this == AVRO_UNICODE) {
                field.append("_u%04x".formatted((int) letter));
            } else {
                field.append('_').append(digit ? Character.toString(letter) : "");
            }
        }
        return field.toString();
    }

    /** Returns the full name of a schema: each of its parts between dots as the name of a field. */
    public String schema(String name) {
        if (this == NONE) {
            return name;
        }
        StringBuilder schema = new StringBuilder();
        for (String part : name.split("\\.", -1)) {
            schema.append(schema.isEmpty() ? "" : ".").append(field(part));
        }
        return schema.toString();
    }

    /** Returns the name of the column that {@link #AVRO_UNICODE} made a field's name of; other modes lose it. */
    public static String column(String field) {
        return ESCAPED.matcher(field).replaceAll(NameAdjustment::unescaped);
    }

    private static String unescaped(MatchResult escaped) {
        return Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escaped.group(1), 16)));
    }

    private static boolean isLetter(char letter) {
        return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    }
}
