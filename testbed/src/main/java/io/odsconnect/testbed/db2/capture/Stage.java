package io.odsconnect.testbed.db2.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.derby.iapi.sql.conn.LanguageConnectionContext;
import org.apache.derby.iapi.store.access.ConglomerateController;
import org.apache.derby.iapi.store.access.ScanController;
import org.apache.derby.iapi.store.access.TransactionController;
import org.apache.derby.iapi.types.DataValueDescriptor;
import org.apache.derby.iapi.types.RowLocation;
import org.apache.derby.iapi.types.SQLLongint;
import org.apache.derby.shared.common.error.StandardException;

/**
 * Where Derby's store keeps a staging table.
 *
 * @param heap the number of the conglomerate with the rows
 * @param index the number of the conglomerate with the index by unit of work
 */
record Stage(long heap, long index) {

    /** Looks a staging table up in the catalog. */
    static Stage of(Connection connection, int registration) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT MAX(CASE WHEN G.ISINDEX THEN 0 ELSE G.CONGLOMERATENUMBER END),
                       MAX(CASE WHEN G.ISINDEX THEN G.CONGLOMERATENUMBER ELSE 0 END)
                FROM SYS.SYSSCHEMAS S
                JOIN SYS.SYSTABLES T ON T.SCHEMAID = S.SCHEMAID
                JOIN SYS.SYSCONGLOMERATES G ON G.TABLEID = T.TABLEID
                WHERE S.SCHEMANAME = ? AND T.TABLENAME = ?
                """)) {
            select.setString(1, StandInTables.SCHEMA);
            select.setString(2, "STAGE_" + registration);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return new Stage(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    /**
     * Deletes the changes of a range of units of work, in the session's transaction, by way of the index. SQL would do,
     * but Derby lets no DELETE be tied to an index, and one that read the whole table would wait for open transactions.
     */
    void clear(LanguageConnectionContext session, Batch.Range range) throws StandardException {
        TransactionController transaction = session.getTransactionExecute();
        ConglomerateController rows = transaction.openConglomerate(
                heap,
                false,
                TransactionController.OPENMODE_FORUPDATE,
                TransactionController.MODE_RECORD,
                TransactionController.ISOLATION_READ_COMMITTED);
        ScanController entries = transaction.openScan(
                index,
                false,
                TransactionController.OPENMODE_FORUPDATE,
                TransactionController.MODE_RECORD,
                TransactionController.ISOLATION_READ_COMMITTED,
                null,
                new DataValueDescriptor[] {new SQLLongint(range.first())},
                ScanController.GE,
                null,
                new DataValueDescriptor[] {new SQLLongint(range.last())},
                ScanController.GT);
        RowLocation location = rows.newRowLocationTemplate();
        DataValueDescriptor[] entry = {new SQLLongint(), location};
        while (entries.fetchNext(entry)) {
            rows.delete(location);
            entries.delete();
        }
        entries.close();
        rows.close();
    }
}
