package io.odsconnect.common.expiry;

/** What becomes of a row whose column says that it stays for no time at all, or for less. */
public enum NotPositive {
    /** It stays for ever: 0, -1 and the like are how clients of stores say "no expiry". */
    NEVER,
    /** It goes at once. */
    DELETE,
    /** It is a bad record. */
    FAIL
}
