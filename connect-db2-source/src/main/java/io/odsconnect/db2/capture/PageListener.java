package io.odsconnect.db2.capture;

/** Hears of each page of a change table that was read, before anything of it is handed over. */
@FunctionalInterface
interface PageListener {

    /**
     * A page was read.
     *
     * @param after the unit of work that it follows
     * @param within whether it goes on within that unit of work
     * @param first whether it is the first one of its window, so that nothing was read up to there just before
     */
    void read(Lsn after, boolean within, boolean first);
}
