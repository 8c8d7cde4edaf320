package io.odsconnect.examples.compare;

import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.BankTable.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares all rows of the bank, as Db2 has them, with all rows of the stores. */
public final class Comparison {

    private static final int FETCH_SIZE = 5_000;

    private Comparison() {}

    /**
     * What came out for one store and table.
     *
     * @param store the store's name
     * @param table the table
     * @param rows how many rows Db2 has
     * @param matching how many of them the store has with the same values
     * @param missing how many of them the store lacks
     * @param extra how many rows the store has that Db2 has not
     * @param different how many the store has with other values
     */
    public record Result(
            String store, BankTable table, long rows, long matching, long missing, long extra, long different) {

        /** Says whether the store has exactly Db2's rows. */
        public boolean same() {
            return matching == rows && missing == 0 && extra == 0 && different == 0;
        }

        /** Returns both added up, for a sum over all tables of a store. */
        public Result plus(Result other) {
            return new Result(
                    store,
                    table,
                    rows + other.rows,
                    matching + other.matching,
                    missing + other.missing,
                    extra + other.extra,
                    different + other.different);
        }
    }

    /** Reads everything and compares it; the bank must be at rest. */
    public static List<Result> compare(Connection db2, List<? extends StoreRows> stores) throws SQLException {
        List<Result> results = new ArrayList<>();
        for (BankTable table : BankTable.values()) {
            Map<String, String> expected = read(db2, table);
            for (StoreRows store : stores) {
                results.add(compare(table, expected, store));
            }
        }
        return results;
    }

    private static Result compare(BankTable table, Map<String, String> expected, StoreRows store) {
        Counts counts = new Counts();
        Map<String, String> unseen = new HashMap<>(expected);
        store.readAll(table, (key, row) -> {
            String wanted = unseen.remove(key);
            if (wanted == null) {
                counts.extra++;
            } else if (wanted.equals(row)) {
                counts.matching++;
            } else {
                counts.different++;
            }
        });
        return new Result(
                store.name(), table, expected.size(), counts.matching, unseen.size(), counts.extra, counts.different);
    }

    private static Map<String, String> read(Connection db2, BankTable table) throws SQLException {
        Map<String, String> rows = new HashMap<>();
        RowText texts = RowText.inTheClear();
        try (Statement statement = db2.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + table.qualified())) {
                while (result.next()) {
                    Map<String, Object> values = new HashMap<>();
                    for (Column column : table.columns()) {
                        Object value = result.getObject(column.name());
                        if (value != null) {
                            values.put(column.name(), value);
                        }
                    }
                    rows.put(texts.key(table, values::get), texts.row(table, values::get));
                }
            }
        }
        return rows;
    }

    private static final class Counts {
        private long matching;
        private long extra;
        private long different;
    }
}
