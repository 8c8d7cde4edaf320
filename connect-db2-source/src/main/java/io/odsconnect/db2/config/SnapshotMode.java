package io.odsconnect.db2.config;

/** What the connector reads: {@code snapshot.mode}. */
public enum SnapshotMode {
    /** Every table that was not loaded yet, then changes. */
    INITIAL,
    /** Every table that was not loaded yet, and nothing after. */
    INITIAL_ONLY,
    /** As {@link #INITIAL}, and tables of which changes were lost are loaded again. */
    WHEN_NEEDED,
    /** Changes only, from where Capture is when the connector starts first. */
    NO_DATA;

    /** Says whether tables are loaded. */
    public boolean loads() {
        return this != NO_DATA;
    }

    /** Says whether changes are read. */
    public boolean streams() {
        return this != INITIAL_ONLY;
    }
}
