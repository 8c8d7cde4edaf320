package io.odsconnect.db2.type;

import io.odsconnect.db2.table.TableId;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** A value of a row cannot be read. The message names table and column and says what to do, and never holds the value. */
public final class UnreadableRowException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final transient TableId table;
    private final String column;

    UnreadableRowException(TableId table, String column, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.table = table;
        this.column = column;
    }

    /** Returns the table. */
    public TableId table() {
        return table;
    }

    /** Returns the name of the column. */
    public String column() {
        return column;
    }
}
