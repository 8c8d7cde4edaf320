package io.odsconnect.testbed.db2.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What Derby's catalog says about a table. */
final class Catalog {

    private static final String NOT_NULL = " NOT NULL";

    private Catalog() {}

    /**
     * A column.
     *
     * @param name its name
     * @param type its SQL type, with {@code NOT NULL} where it has that
     */
    record Column(String name, String type) {

        /** Says whether it holds large objects, which Capture does not write to change data tables. */
        boolean isLob() {
            return type.startsWith("CLOB") || type.startsWith("BLOB");
        }

        /** Returns the type in the change data table: of a large object, that of the letter which says that it is new. */
        String capturedType() {
            return isLob() ? "CHAR(1)" : type;
        }

        /** Returns the same without {@code NOT NULL}. */
        String nullableCapturedType() {
            return isLob() ? "CHAR(1)" : nullableType();
        }

        /** Returns the type without {@code NOT NULL}. */
        String nullableType() {
            return type.endsWith(NOT_NULL) ? type.substring(0, type.length() - NOT_NULL.length()) : type;
        }
    }

    /** Returns a table's columns in their order; none if there is no such table. */
    static List<Column> columns(Connection connection, String schema, String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT C.COLUMNNAME, C.COLUMNDATATYPE
                FROM SYS.SYSSCHEMAS S
                JOIN SYS.SYSTABLES T ON T.SCHEMAID = S.SCHEMAID
                JOIN SYS.SYSCOLUMNS C ON C.REFERENCEID = T.TABLEID
                WHERE S.SCHEMANAME = ? AND T.TABLENAME = ? AND T.TABLETYPE = 'T'
                ORDER BY C.COLUMNNUMBER
                """)) {
            select.setString(1, schema);
            select.setString(2, table);
            List<Column> columns = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Column(rows.getString(1), rows.getObject(2).toString()));
                }
            }
            return columns;
        }
    }

    /** Says whether the stand-in's schema has a trigger of this name. */
    static boolean hasTrigger(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT 1 FROM SYS.SYSTRIGGERS G JOIN SYS.SYSSCHEMAS S ON S.SCHEMAID = G.SCHEMAID
                WHERE S.SCHEMANAME = ? AND G.TRIGGERNAME = ?
                """)) {
            select.setString(1, StandInTables.SCHEMA);
            select.setString(2, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }
}
