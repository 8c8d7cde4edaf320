package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;

/** Which tables are wanted, and what they look like at the moment. */
public interface CapturedTables {

    /** Says whether the user wants the table's changes, and whether this task is the one to read them. */
    boolean wants(TableId table);

    /**
     * Looks a table and its change table up, as they are now.
     *
     * @throws UnusableTableException if the table cannot be read, for example because it has no key
     */
    ChangeTable lookUp(Registration registration) throws SQLException;
}
