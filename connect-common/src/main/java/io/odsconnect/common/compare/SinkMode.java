package io.odsconnect.common.compare;

import java.util.Locale;

/** What a sink does with the records that it reads. */
public enum SinkMode {
    /** It writes them to the store. */
    APPLY,
    /** It compares the rows of compare runs with the store, and writes nothing to it. */
    COMPARE,
    /** It compares, and then writes what is missing or different and deletes what only the store has. */
    REPAIR;

    /** Returns the name that the option has for it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
