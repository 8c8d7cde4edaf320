package io.odsconnect.examples.bank;

import java.util.List;
import java.util.Locale;

/** The bank's tables, as {@code examples/bank/schema.sql} makes them. */
public enum BankTable {
    /** Who the bank works for. */
    CUSTOMER(
            1,
            List.of(
                    new Column("CUSTOMER_ID", Kind.INTEGER),
                    new Column("NAME", Kind.TEXT),
                    new Column("BIRTH_DATE", Kind.DATE),
                    new Column("EMAIL", Kind.TEXT),
                    new Column("SEGMENT", Kind.TEXT),
                    new Column("UPDATED_AT", Kind.TIMESTAMP))),
    /** Where the money is. */
    ACCOUNT(
            1,
            List.of(
                    new Column("ACCOUNT_NO", Kind.TEXT),
                    new Column("CUSTOMER_ID", Kind.INTEGER),
                    new Column("BALANCE", Kind.DECIMAL),
                    new Column("CURRENCY", Kind.TEXT),
                    new Column("OPENED", Kind.DATE),
                    new Column("STATUS", Kind.INTEGER),
                    new Column("UPDATED_AT", Kind.TIMESTAMP))),
    /** What authorization asks for. Its key changes when a card is replaced. */
    CARD(
            1,
            List.of(
                    new Column("CARD_NO", Kind.TEXT),
                    new Column("CUSTOMER_ID", Kind.INTEGER),
                    new Column("ACCOUNT_NO", Kind.TEXT),
                    new Column("EXPIRES", Kind.DATE),
                    new Column("DAILY_LIMIT", Kind.DECIMAL),
                    new Column("STATUS", Kind.INTEGER),
                    new Column("PIN_TRIES", Kind.INTEGER),
                    new Column("UPDATED_AT", Kind.TIMESTAMP))),
    /** What was booked: a key of two columns. */
    LEDGER(
            2,
            List.of(
                    new Column("ACCOUNT_NO", Kind.TEXT),
                    new Column("ENTRY_NO", Kind.INTEGER),
                    new Column("AMOUNT", Kind.DECIMAL),
                    new Column("BOOKED_AT", Kind.TIMESTAMP),
                    new Column("PURPOSE", Kind.TEXT)));

    /**
     * A column.
     *
     * @param name its name in Db2, in upper case
     * @param kind what it holds
     */
    public record Column(String name, Kind kind) {}

    /** The schema that all of them are in. */
    public static final String SCHEMA = "BANK";

    private final int keySize;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that nobody can change.
    private final List<Column> columns;

    BankTable(int keySize, List<Column> columns) {
        this.keySize = keySize;
        this.columns = columns;
    }

    /** Returns the columns in their order, those of the primary key first. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns the columns of the primary key. */
    public List<Column> key() {
        return columns.subList(0, keySize);
    }

    /** Returns the name with its schema, for SQL. */
    public String qualified() {
        return SCHEMA + "." + name();
    }

    /** Returns the name in lower case, as the stores have it. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
