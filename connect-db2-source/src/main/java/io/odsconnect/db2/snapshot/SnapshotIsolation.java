package io.odsconnect.db2.snapshot;

/** The isolation of the bulk load's reads: {@code snapshot.isolation.mode}. */
public enum SnapshotIsolation {
    /** Repeatable read: no row comes, goes or changes in what a statement has read, until it ends. */
    SERIALIZABLE("rr"),
    /** Read stability: no row changes that a statement has read, until it ends. */
    REPEATABLE_READ("rs"),
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
