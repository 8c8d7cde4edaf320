package io.odsconnect.db2.config;

/** The isolation of the bulk load's reads: {@code snapshot.isolation.mode}. */
public enum SnapshotIsolation {
    /** Cursor stability: only committed rows. */
    READ_COMMITTED("cs"),
    /** Uncommitted read: no locks; a row that is rolled back later may have been read. */
    READ_UNCOMMITTED("ur");

    private final String clause;

    SnapshotIsolation(String clause) {
        this.clause = clause;
    }

    /** Returns Db2's two letters for it, as in {@code with cs}. */
    public String clause() {
        return clause;
    }
}
