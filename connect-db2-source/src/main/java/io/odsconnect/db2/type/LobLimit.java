package io.odsconnect.db2.type;

/**
 * How large a CLOB, DBCLOB, XML (characters) or BLOB (bytes) may be in an event.
 *
 * @param max the largest; -1 for any
 * @param cut whether a larger one is cut to this size and its record marked, rather than refused
 */
public record LobLimit(int max, boolean cut) {

    /** Any size. */
    public static final LobLimit NONE = new LobLimit(-1, false);

    /** Says whether there is a limit. */
    public boolean exists() {
        return max >= 0;
    }
}
