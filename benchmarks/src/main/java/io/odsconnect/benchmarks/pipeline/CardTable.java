package io.odsconnect.benchmarks.pipeline;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/** The table of all pipelines: cards of seven columns, with numbers that pass the Luhn check. */
final class CardTable {

    static final String SCHEMA = "BENCH";
    static final String NAME = "CARD";

    private static final int BATCH = 5_000;
    private static final long FIRST_UPDATE_MILLIS = 1_750_000_000_000L;
    private static final long FIRST_EXPIRY_MILLIS = 1_850_000_000_000L;

    private CardTable() {}

    /** Makes the table and fills it. */
    static void create(Connection connection, int rows) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE BENCH.CARD (
                        CARD_NO CHAR(16) NOT NULL PRIMARY KEY,
                        ACCOUNT_NO CHAR(12) NOT NULL,
                        HOLDER VARCHAR(40),
                        EXPIRES DATE NOT NULL,
                        DAILY_LIMIT DECIMAL(11, 2) NOT NULL,
                        STATUS INTEGER NOT NULL,
                        UPDATED TIMESTAMP NOT NULL)""");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO BENCH.CARD VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (int row = 0; row < rows; row++) {
                insert.setString(1, cardNumber(row));
                insert.setString(2, accountNumber(row));
                insert.setString(3, "Holder of card " + row);
                insert.setDate(4, new Date(FIRST_EXPIRY_MILLIS));
                insert.setBigDecimal(5, BigDecimal.valueOf(row % 1_000_000, 2));
                insert.setInt(6, row % 5);
                insert.setTimestamp(7, new Timestamp(FIRST_UPDATE_MILLIS + row));
                insert.addBatch();
                if (row % BATCH == BATCH - 1 || row == rows - 1) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
        connection.setAutoCommit(true);
    }

    static String accountNumber(int row) {
        return String.valueOf(100_000_000_000L + row);
    }

    static String cardNumber(int row) {
        String digits = String.format("400000%09d", row);
        int sum = 0;
        for (int i = digits.length() - 1, place = 0; i >= 0; i--, place++) {
            int digit = (digits.charAt(i) - '0') * (place % 2 == 0 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return digits + (10 - sum % 10) % 10;
    }
}
