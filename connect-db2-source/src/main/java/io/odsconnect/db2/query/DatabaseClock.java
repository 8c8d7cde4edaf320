package io.odsconnect.db2.query;

import java.sql.SQLException;

/** The database's own clock. */
@FunctionalInterface
public interface DatabaseClock {

    /** Returns what the clock shows now, in microseconds since 1970-01-01 00:00 on it; it has no zone. */
    long localMicros() throws SQLException;
}
