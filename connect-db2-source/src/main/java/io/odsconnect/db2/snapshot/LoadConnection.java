package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.type.ColumnTypes;
import java.sql.SQLException;

/**
 * What a reading thread needs for itself alone.
 *
 * @param session its way to the database
 * @param positions tells the position of rows before they are read, over that session
 * @param types how columns are mapped; its readers belong to one thread
 */
public record LoadConnection(Db2Session session, Positions positions, ColumnTypes types) {

    /** Where the position of rows comes from. */
    @FunctionalInterface
    public interface Positions {

        /** Returns the position of rows that are read from now on, in microseconds since the epoch. */
        long now() throws SQLException;
    }
}
