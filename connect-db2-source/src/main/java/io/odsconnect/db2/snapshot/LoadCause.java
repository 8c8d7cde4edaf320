package io.odsconnect.db2.snapshot;

/** Why a table is loaded. Each cause keeps its progress apart, so that none overwrites what another has done. */
public enum LoadCause {
    /** The changes need it: the initial load, a table that is new, lost changes. */
    STREAM(""),
    /** The user changed {@code bulk.load.id}. */
    OPTION("bulk.load.id"),
    /** A signal asked for it. */
    SIGNAL("signal"),
    /** A signal asked for it, to compare the table with stores. */
    COMPARE("compare");

    private final String code;

    LoadCause(String code) {
        this.code = code;
    }

    /** Returns what offsets say for it; empty for {@link #STREAM}. */
    public String code() {
        return code;
    }

    /** Says whether somebody has asked for it by a signal. */
    public boolean isSignalled() {
        return this == SIGNAL || this == COMPARE;
    }

    /** Returns the cause with this code; {@link #STREAM} where there is none. */
    static LoadCause of(String code) {
        for (LoadCause cause : values()) {
            if (cause.code.equals(code)) {
                return cause;
            }
        }
        return STREAM;
    }
}
