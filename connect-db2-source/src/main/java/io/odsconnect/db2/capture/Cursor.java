package io.odsconnect.db2.capture;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Things from the database, one after the other. */
@FunctionalInterface
interface Cursor<T> {

    /** Returns the next one, or null at the end and ever after. */
    @Nullable
    T next() throws SQLException;
}
