package io.odsconnect.db2.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys as one string, since an offset takes no lists: columns end with a comma, keys with a semicolon, and a backslash
 * stands before each of these three where it is part of a value.
 */
final class KeyTexts {

    private KeyTexts() {}

    /** Returns the string for these keys. */
    static String join(List<List<String>> keys) {
        StringBuilder text = new StringBuilder();
        for (List<String> key : keys) {
            for (String column : key) {
                for (int i = 0; i < column.length(); i++) {
                    char c = column.charAt(i);
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

    /** Returns the keys that {@link #join} made this string of. */
    static List<List<String>> split(String text) {
        List<List<String>> keys = new ArrayList<>();
        List<String> key = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                column.append(text.charAt(i));
            } else if (c == ',') {
                key.add(column.toString());
                column.setLength(0);
            } else if (c == ';') {
                keys.add(List.copyOf(key));
                key.clear();
            } else {
                column.append(c);
            }
        }
        return keys;
    }
}
