package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import org.jspecify.annotations.Nullable;

/** Hears of each page of a change table that was read, before anything of it is handed over. */
@FunctionalInterface
interface PageListener {

    /**
     * A page was read.
     *
     * @param after the unit of work that it follows
     * @param within whether it goes on within that unit of work
     * @param first whether it is the first one of its window, so that nothing was read up to there just before
     * @param beginning the unit of work of its first row; null where it has none
     */
    void read(Lsn after, boolean within, boolean first, @Nullable Lsn beginning);
}
