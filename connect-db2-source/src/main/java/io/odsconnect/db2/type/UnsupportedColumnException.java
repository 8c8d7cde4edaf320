package io.odsconnect.db2.type;

import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import org.apache.kafka.connect.errors.ConnectException;

/** A column has a type that this connector does not know. */
public final class UnsupportedColumnException extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** Names table, column and type, and says what to do. */
    public UnsupportedColumnException(TableId table, Column column) {
        super("Column " + column.name() + " of table " + table + " has the type " + column.typeName() + " (JDBC type "
                + column.jdbcType() + "), which this connector does not read. Leave it out with column.exclude.list.");
    }
}
