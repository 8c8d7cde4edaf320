package io.odsconnect.benchmarks.db2;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/** Tables of ten columns and about 250 bytes a row. */
final class BenchTable {

    static final String SCHEMA = "BENCH";
    static final String COLUMNS =
            "CARD_ID, CLIENT_ID, ACCOUNT_NO, HOLDER, STREET, CITY, DAILY_LIMIT, STATUS, UPDATED, NOTE";

    private static final int FIRST_ROWS = 50_000;
    private static final int BATCH = 5_000;
    private static final String NOTE = "x".repeat(60);
    private static final long FIRST_UPDATE_MILLIS = 1_750_000_000_000L;

    private BenchTable() {}

    /** Makes the table {@code BENCH.<name>} and fills it with {@code rows} rows. */
    static void create(Connection connection, String name, int rows) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE %s.%s (
                        CARD_ID BIGINT NOT NULL PRIMARY KEY,
                        CLIENT_ID BIGINT NOT NULL,
                        ACCOUNT_NO CHAR(12) NOT NULL,
                        HOLDER VARCHAR(40) NOT NULL,
                        STREET VARCHAR(60),
                        CITY VARCHAR(40),
                        DAILY_LIMIT DECIMAL(11, 2),
                        STATUS INTEGER NOT NULL,
                        UPDATED TIMESTAMP NOT NULL,
                        NOTE VARCHAR(80))""".formatted(SCHEMA, name));
            int filled = Math.min(rows, FIRST_ROWS);
            insert(connection, name, 0, filled, BATCH);
            while (filled < rows) {
                int more = Math.min(FIRST_ROWS, rows - filled);
                statement.execute("""
                        INSERT INTO %1$s.%2$s
                        SELECT CARD_ID + %3$d, CLIENT_ID, ACCOUNT_NO, HOLDER, STREET, CITY, DAILY_LIMIT, STATUS, UPDATED, NOTE
                          FROM %1$s.%2$s WHERE CARD_ID < %4$d""".formatted(SCHEMA, name, filled, more));
                filled += more;
            }
        }
    }

    /** Inserts {@code count} rows from the key {@code first} on, {@code perCommit} a transaction. */
    static void insert(Connection connection, String name, int first, int count, int perCommit) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + SCHEMA + "." + name + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 1; i <= count; i++) {
                int row = first + i - 1;
                insert.setLong(1, row);
                insert.setLong(2, row / 3);
                insert.setString(3, String.valueOf(100_000_000_000L + row));
                insert.setString(4, "Holder of card " + row);
                insert.setString(5, "Some street of a usual length " + row % 1_000);
                insert.setString(6, "A city with a name " + row % 100);
                insert.setBigDecimal(7, BigDecimal.valueOf(row % 1_000_000, 2));
                insert.setInt(8, row % 5);
                insert.setTimestamp(9, new Timestamp(FIRST_UPDATE_MILLIS + row));
                insert.setString(10, NOTE);
                insert.addBatch();
                if (i % perCommit == 0 || i == count) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
