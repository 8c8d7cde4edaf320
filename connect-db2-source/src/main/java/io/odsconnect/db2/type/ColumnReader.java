package io.odsconnect.db2.type;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads one column of the current row as the value that its Connect schema wants. */
@FunctionalInterface
public interface ColumnReader {

    /** Returns the value of column {@code index}, counted from 1; null when it is null. */
    @Nullable
    Object read(ResultSet rows, int index) throws SQLException;
}
