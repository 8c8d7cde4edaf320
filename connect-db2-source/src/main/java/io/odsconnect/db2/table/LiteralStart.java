package io.odsconnect.db2.table;

import java.util.Optional;

/**
 * What every name begins with that a regular expression matches, as far as the expression says it letter by letter. It
 * spares the catalog the names that cannot match; it never decides that one does.
 *
 * @param text the beginning; {@link #ANY} stands for any letter
 * @param whole whether the names have nothing after it
 */
public record LiteralStart(String text, boolean whole) {

    /** Stands for any letter. */
    static final char ANY = '\0';

    /** Nothing is known. */
    private static final LiteralStart NONE = new LiteralStart("", false);

    /** Returns the beginning for an expression that compiles. */
    static LiteralStart of(String expression) {
        if (expression.indexOf('|') >= 0) {
            return NONE;
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < expression.length()) {
            char letter = expression.charAt(i);
            int length = 1;
            if (letter == '\\') {
                if (expression.startsWith("\\Q", i)) {
                    int end = expression.indexOf("\\E", i);
                    int quoted = end < 0 ? expression.length() : end;
                    text.append(expression, i + 2, quoted);
                    i = end < 0 ? quoted : end + 2;
                    continue;
                }
                if (i + 1 >= expression.length() || Character.isLetterOrDigit(expression.charAt(i + 1))) {
                    return new LiteralStart(text.toString(), false);
                }
                letter = expression.charAt(i + 1);
                length = 2;
            } else if (letter == '.') {
                letter = ANY;
            } else if ("[]{}()*+?^$".indexOf(letter) >= 0) {
                return new LiteralStart(text.toString(), false);
            }
            boolean repeated = i + length < expression.length() && "*+?{".indexOf(expression.charAt(i + length)) >= 0;
            if (repeated) {
                return new LiteralStart(text.toString(), false);
            }
            text.append(letter);
            i += length;
        }
        return new LiteralStart(text.toString(), true);
    }

    /**
     * Returns a pattern for LIKE of the tables in {@code schema} that may match: letters, which match in either case, are
     * each any letter in it. Empty where no name in the schema matches.
     *
     * @param escape what stands before a letter of the pattern that means itself
     */
    public Optional<String> tablesIn(String schema, String escape) {
        String start = schema + ".";
        int common = Math.min(start.length(), text.length());
        for (int i = 0; i < common; i++) {
            if (text.charAt(i) != ANY
                    && Character.toUpperCase(text.charAt(i)) != Character.toUpperCase(start.charAt(i))) {
                return Optional.empty();
            }
        }
        if (text.length() < start.length()) {
            return whole ? Optional.empty() : Optional.of("%");
        }
        StringBuilder like = new StringBuilder();
        for (char letter : text.substring(start.length()).toCharArray()) {
            if (letter == ANY || Character.isLetter(letter)) {
                like.append('_');
            } else if (letter == '_' || letter == '%' || escape.indexOf(letter) >= 0) {
                like.append(escape).append(letter);
            } else {
                like.append(letter);
            }
        }
        return Optional.of(whole ? like.toString() : like + "%");
    }
}
