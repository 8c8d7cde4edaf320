package io.odsconnect.db2.sql;

import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.LiteralStart;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the database says of its tables. */
public final class Catalog {

    private static final String TABLE = "TABLE";
    private static final String VIEW = "VIEW";

    /** How many names are asked for one by one in a schema, rather than all that begin like them. */
    private static final int MOST_LOOKS = 10;

    private final Connection connection;

    /** Asks over {@code connection}. */
    public Catalog(Connection connection) {
        this.connection = connection;
    }

    /** Returns all tables that the login can see, views and aliases not among them. */
    public List<TableId> tables() throws SQLException {
        return tables(null, "%", TABLE);
    }

    /** Returns the tables, no views, that {@code filter} wants, or all where it names none. */
    public List<TableId> tables(TableFilter filter) throws SQLException {
        return wanted(filter, TABLE);
    }

    /** Returns the views that {@code filter}, which names tables, wants. */
    public List<TableId> views(TableFilter filter) throws SQLException {
        return wanted(filter, VIEW);
    }

    private List<TableId> wanted(TableFilter filter, String type) throws SQLException {
        if (!filter.namesTables()) {
            return tables(null, "%", type);
        }
        if (filter.starts().stream().anyMatch(start -> start.text().isEmpty())) {
            return tables(null, "%", type).stream().filter(filter::wants).toList();
        }
        String escape = connection.getMetaData().getSearchStringEscape();
        List<TableId> found = new ArrayList<>();
        for (String schema : schemas()) {
            Set<String> names = new TreeSet<>();
            for (LiteralStart start : filter.starts()) {
                start.tablesIn(schema, escape).ifPresent(names::add);
            }
            for (String name : names.size() > MOST_LOOKS ? Set.of(common(names, escape)) : names) {
                found.addAll(tables(pattern(schema), name, type));
            }
        }
        return found.stream().distinct().filter(filter::wants).toList();
    }

    private List<String> schemas() throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getSchemas()) {
            while (rows.next()) {
                schemas.add(rows.getString("TABLE_SCHEM").stripTrailing());
            }
        }
        return schemas;
    }

    /** Returns a pattern that matches what each of the {@code names} does. */
    private static String common(Set<String> names, String escape) {
        String first = names.iterator().next();
        int length = first.length();
        for (String name : names) {
            int same = 0;
            while (same < Math.min(length, name.length()) && name.charAt(same) == first.charAt(same)) {
                same++;
            }
            length = same;
        }
        String start = first.substring(0, length);
        return (start.endsWith(escape) ? start.substring(0, length - escape.length()) : start) + "%";
    }

    /** Says whether there is such a table. */
    public boolean exists(TableId table) throws SQLException {
        return tables(pattern(table.schema()), pattern(table.table()), TABLE).contains(table);
    }

    private List<TableId> tables(@Nullable String schema, String table, String type) throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, schema, table, new String[] {type})) {
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

    /** Returns {@code columns}, those of the table, with the defaults of the ones that cannot be null. */
    public List<Column> withDefaults(TableId table, List<Column> columns) throws SQLException {
        if (columns.stream().allMatch(Column::nullable)) {
            return columns;
        }
        Map<String, String> defaults = new HashMap<>();
        try (ResultSet rows =
                connection.getMetaData().getColumns(null, pattern(table.schema()), pattern(table.table()), "%")) {
            while (rows.next()) {
                @Nullable String text = rows.getString("COLUMN_DEF");
                if (text != null) {
                    defaults.put(rows.getString("COLUMN_NAME"), text);
                }
            }
        }
        return columns.stream()
                .map(column -> column.nullable() ? column : column.withDefault(defaults.get(column.name())))
                .toList();
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
