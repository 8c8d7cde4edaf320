package io.odsconnect.smt.digest;

import java.util.Locale;

/** The result of verifying a digest. */
public enum DigestVerdict {
    /** The row has this digest. */
    MATCH,
    /** The row has another digest. */
    MISMATCH,
    /** The record carries no digest. */
    MISSING;

    /** Returns the word for it in headers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
