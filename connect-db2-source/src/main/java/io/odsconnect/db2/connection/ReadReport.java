package io.odsconnect.db2.connection;

import io.odsconnect.db2.type.UnreadableRowException;

/** What is told while rows are read. Any reading thread may tell it. */
public interface ReadReport {

    /** Counts nothing, and tolerates no row that cannot be read. */
    ReadReport STRICT = new ReadReport() {
        @Override
        public void page() {}

        @Override
        public void unreadable(UnreadableRowException row, String where) {
            throw row;
        }
    };

    /** A statement is sent that reads a page or chunk of rows. */
    void page();

    /**
     * A row cannot be read. The caller leaves it out then.
     *
     * @param where how to find it, without its key, for example its place in the log
     * @throws UnreadableRowException the same, where such rows are not tolerated
     */
    void unreadable(UnreadableRowException row, String where);
}
