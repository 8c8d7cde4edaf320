package io.odsconnect.examples.bank;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * The bank on the day it is opened: a fifth of the rows are customers, a quarter accounts, a quarter cards, the rest
 * is the ledger. The same number of rows gives the same rows.
 *
 * @param customers how many customers there are, numbered from 1
 * @param accounts how many accounts, numbered from 1
 * @param cards how many cards, numbered from 1
 * @param ledger how many entries of the ledger
 */
public record Bank(int customers, int accounts, int cards, int ledger) {

    private static final int ROWS_A_COMMIT = 5_000;
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);

    /** Returns a bank of so many rows over all tables, at least 100. */
    public static Bank ofRows(int rows) {
        if (rows < 100) {
            throw new IllegalArgumentException("A bank needs at least 100 rows");
        }
        int customers = rows / 5;
        int accounts = rows / 4;
        int cards = rows / 4;
        return new Bank(customers, accounts, cards, rows - customers - accounts - cards);
    }

    /** Returns how many rows there are over all tables. */
    public int rows() {
        return customers + accounts + cards + ledger;
    }

    /** Returns how many rows the table has. */
    public int rows(BankTable table) {
        return switch (table) {
            case CUSTOMER -> customers;
            case ACCOUNT -> accounts;
            case CARD -> cards;
            case LEDGER -> ledger;
        };
    }

    /** Fills the tables. */
    public void fill(Connection db2) throws SQLException {
        db2.setAutoCommit(false);
        insert(db2, BankTable.CUSTOMER, this::customer);
        insert(db2, BankTable.ACCOUNT, this::account);
        insert(db2, BankTable.CARD, this::card);
        insert(db2, BankTable.LEDGER, this::entry);
    }

    private interface Row {
        Object[] of(int sequence, Random random);
    }

    private void insert(Connection db2, BankTable table, Row row) throws SQLException {
        Random random = new Random(table.name().hashCode());
        try (PreparedStatement insert = db2.prepareStatement(insertSql(table))) {
            for (int i = 1; i <= rows(table); i++) {
                Object[] values = row.of(i, random);
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 1, values[column]);
                }
                insert.addBatch();
                if (i % ROWS_A_COMMIT == 0 || i == rows(table)) {
                    insert.executeBatch();
                    db2.commit();
                }
            }
        }
    }

    static String insertSql(BankTable table) {
        return "INSERT INTO " + table.qualified() + " VALUES (?"
                + ", ?".repeat(table.columns().size() - 1) + ")";
    }

    private Object[] customer(int sequence, Random random) {
        return new Object[] {
            (long) sequence,
            "Customer " + sequence,
            random.nextInt(20) == 0 ? null : date(LocalDate.of(1940, 1, 1).plusDays(random.nextInt(25_000))),
            random.nextInt(10) == 0 ? null : "customer" + sequence + "@example.com",
            random.nextBoolean() ? "PB" : "RB",
            moment(random)
        };
    }

    private Object[] account(int sequence, Random random) {
        return new Object[] {
            Numbers.account(sequence),
            1L + random.nextInt(customers),
            BigDecimal.valueOf(random.nextInt(10_000_000), 2),
            random.nextInt(4) == 0 ? "USD" : "EUR",
            date(FIRST_DAY.plusDays(random.nextInt(2_000))),
            (short) 1,
            moment(random)
        };
    }

    private Object[] card(int sequence, Random random) {
        return new Object[] {
            Numbers.card(sequence),
            1L + random.nextInt(customers),
            Numbers.account(1L + random.nextInt(accounts)),
            date(LocalDate.of(2027, 1, 1).plusDays(random.nextInt(1_500))),
            random.nextInt(5) == 0 ? null : BigDecimal.valueOf(50_000L + random.nextInt(500_000), 2),
            (short) 1,
            random.nextInt(3),
            moment(random)
        };
    }

    private Object[] entry(int sequence, Random random) {
        return new Object[] {
            Numbers.account(1L + sequence % accounts),
            1L + sequence / accounts,
            BigDecimal.valueOf(random.nextInt(200_000) - 100_000L, 2),
            moment(random),
            random.nextInt(8) == 0 ? null : "Payment " + random.nextInt(1_000_000)
        };
    }

    private static java.sql.Date date(LocalDate day) {
        return java.sql.Date.valueOf(day);
    }

    private static java.sql.Timestamp moment(Random random) {
        return java.sql.Timestamp.valueOf(FIRST_DAY.atStartOfDay().plusSeconds(random.nextInt(180_000_000)));
    }

    /** Returns the present time as the bank writes it: in UTC, to the microsecond. */
    static java.sql.Timestamp now() {
        return java.sql.Timestamp.valueOf(LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS));
    }
}
