package io.odsconnect.smt.mask;

import java.util.function.UnaryOperator;

/** Makes a text from which the original text cannot be read. */
public interface Mask extends UnaryOperator<String> {

    /**
     * Returns the mask that leaves characters at the beginning and end and puts another in the place of each in between.
     * A text that would have nothing in between is masked whole.
     */
    static Mask partial(int prefix, int suffix, char filler) {
        return text -> {
            int length = text.length();
            boolean whole = length <= prefix + suffix;
            int from = whole ? 0 : prefix;
            int to = whole ? length : length - suffix;
            return text.substring(0, from) + String.valueOf(filler).repeat(to - from) + text.substring(to);
        };
    }
}
