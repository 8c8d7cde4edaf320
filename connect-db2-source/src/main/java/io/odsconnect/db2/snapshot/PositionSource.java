package io.odsconnect.db2.snapshot;

import java.sql.SQLException;

/** Tells the position of rows that are read from now on. */
@FunctionalInterface
public interface PositionSource {

    /** Returns the position, in microseconds since the epoch. */
    long position() throws SQLException;
}
