package io.odsconnect.smt.size;

/** Lengths of texts in UTF-8. */
final class Utf8 {

    private Utf8() {}

    /** Returns the bytes that a text takes. */
    static long length(CharSequence text) {
        int chars = text.length();
        long length = chars;
        for (int i = 0; i < chars; i++) {
            length += more(text.charAt(i));
        }
        return length;
    }

    /** Returns the bytes that a char takes beyond the first; each half of a surrogate pair stands for two of four. */
    static int more(char c) {
        if (c < 0x80) {
            return 0;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
}
