package io.odsconnect.db2.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of texts, such as orders of loads, as one string, since an offset takes no lists: texts end with a
 * comma, rows with a semicolon, and a backslash stands before each of these three where it is part of a text.
 */
public final class TextRows {

    private TextRows() {}

    /** Returns the string for these rows. */
    public static String join(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (String field : row) {
                for (int i = 0; i < field.length(); i++) {
                    char c = field.charAt(i);
                    if (c == ',' || c == ';' || c == '\\') {
                        text.append('\\');
                    }
                    text.append(c);
                }
                text.append(',');
            }
            text.append(';');
        }
        return text.toString();
    }

    /** Returns the rows that {@link #join} made this string of. */
    public static List<List<String>> split(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                field.append(text.charAt(i));
            } else if (c == ',') {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == ';') {
                rows.add(List.copyOf(row));
                row.clear();
            } else {
                field.append(c);
            }
        }
        return rows;
    }
}
