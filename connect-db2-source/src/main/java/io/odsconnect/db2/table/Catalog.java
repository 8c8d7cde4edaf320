package io.odsconnect.db2.table;

import io.odsconnect.db2.sql.Db2Sql;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the database says of its tables. */
public final class Catalog {

    private final Connection connection;

    /** Asks over {@code connection}. */
    public Catalog(Connection connection) {
        this.connection = connection;
    }

    /** Returns all tables that the login can see, views and aliases not among them. */
    public List<TableId> tables() throws SQLException {
        return tables(null, "%");
    }

    /** Says whether there is such a table. */
    public boolean exists(TableId table) throws SQLException {
        return tables(pattern(table.schema()), pattern(table.table())).contains(table);
    }

    private List<TableId> tables(@Nullable String schema, String table) throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, schema, table, new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(new TableId(rows.getString("TABLE_SCHEM").stripTrailing(), rows.getString("TABLE_NAME")));
            }
        }
        return tables;
    }

    /** Returns the columns of a table in their order; hidden columns are not among them. */
    public List<Column> columns(TableId table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(Db2Sql.describe(table))) {
            ResultSetMetaData meta = none.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(new Column(
                        meta.getColumnName(i),
                        meta.getColumnType(i),
                        meta.getColumnTypeName(i),
                        meta.getPrecision(i),
                        meta.getScale(i),
                        meta.isNullable(i) != ResultSetMetaData.columnNoNulls));
            }
            return columns;
        }
    }

    /** Returns the names of the primary key's columns in the key's order; none where the table has no primary key. */
    public List<String> primaryKey(TableId table) throws SQLException {
        TreeMap<Short, String> columns = new TreeMap<>();
        try (ResultSet rows = connection.getMetaData().getPrimaryKeys(null, table.schema(), table.table())) {
            while (rows.next()) {
                columns.put(rows.getShort("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    /**
     * Returns the columns of the unique index with the fewest columns of which none can be null, in the index's order; none
     * where there is no such index.
     */
    public List<String> uniqueKey(TableId table) throws SQLException {
        Set<String> required = new HashSet<>();
        columns(table).stream().filter(column -> !column.nullable()).forEach(column -> required.add(column.name()));
        Map<String, TreeMap<Short, String>> indexes = new TreeMap<>();
        try (ResultSet rows = connection.getMetaData().getIndexInfo(null, table.schema(), table.table(), true, true)) {
            while (rows.next()) {
                if (rows.getString("INDEX_NAME") != null && rows.getString("COLUMN_NAME") != null) {
                    indexes.computeIfAbsent(rows.getString("INDEX_NAME"), any -> new TreeMap<>())
                            .put(rows.getShort("ORDINAL_POSITION"), rows.getString("COLUMN_NAME"));
                }
            }
        }
        return indexes.values().stream()
                .filter(columns -> required.containsAll(columns.values()))
                .min(Comparator.comparingInt(TreeMap::size))
                .map(columns -> List.copyOf(columns.values()))
                .orElse(List.of());
    }

    /** Returns how many rows a table had when its statistics were collected last; -1 where they never were. */
    public long estimatedRows(TableId table) throws SQLException {
        try (ResultSet rows = connection.getMetaData().getIndexInfo(null, table.schema(), table.table(), false, true)) {
            while (rows.next()) {
                if (rows.getShort("TYPE") == DatabaseMetaData.tableIndexStatistic) {
                    long count = rows.getLong("CARDINALITY");
                    return count > 0 ? count : -1;
                }
            }
            return -1;
        }
    }

    /** Returns {@code name} as a pattern that matches nothing else. */
    private String pattern(String name) throws SQLException {
        String escape = connection.getMetaData().getSearchStringEscape();
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }
}
