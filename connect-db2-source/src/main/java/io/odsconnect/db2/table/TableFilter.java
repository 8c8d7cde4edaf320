package io.odsconnect.db2.table;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which tables and columns are wanted, by regular expressions that match a whole {@code SCHEMA.TABLE} or
 * {@code SCHEMA.TABLE.COLUMN} in either case, as Debezium's do.
 */
public final class TableFilter {

    private final List<Pattern> included;
    private final List<Pattern> excluded;
    private final List<Pattern> includedColumns;
    private final List<Pattern> excludedColumns;

    /** Takes lists of regular expressions that compile; an empty list of included tables includes all. */
    public TableFilter(List<String> included, List<String> excluded, List<String> excludedColumns) {
        this(included, excluded, List.of(), excludedColumns);
    }

    /** Takes a list of included columns, too; an empty one includes all. */
    public TableFilter(
            List<String> included, List<String> excluded, List<String> includedColumns, List<String> excludedColumns) {
        this.includedColumns = compile(includedColumns);
        this.included = compile(included);
        this.excluded = compile(excluded);
        this.excludedColumns = compile(excludedColumns);
    }

    /** Says whether the table is wanted. */
    public boolean wants(TableId table) {
        String name = table.toString();
        return (included.isEmpty() || matches(included, name)) && !matches(excluded, name);
    }

    /** Says whether the column of the table is wanted. */
    public boolean wants(TableId table, String column) {
        String name = table + "." + column;
        return (includedColumns.isEmpty() || matches(includedColumns, name)) && !matches(excludedColumns, name);
    }

    /** Says whether the user named the tables, rather than take all there are. */
    public boolean namesTables() {
        return !included.isEmpty();
    }

    /** Returns the included expressions that match none of {@code tables}: names that are probably misspelt. */
    public List<String> withoutMatch(List<TableId> tables) {
        return included.stream()
                .filter(pattern -> tables.stream().noneMatch(matchedBy(pattern)))
                .map(Pattern::pattern)
                .toList();
    }

    private static Predicate<TableId> matchedBy(Pattern pattern) {
        return table -> pattern.matcher(table.toString()).matches();
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static List<Pattern> compile(List<String> expressions) {
        return expressions.stream()
                .map(expression -> Pattern.compile(expression.strip(), Pattern.CASE_INSENSITIVE))
                .toList();
    }
}
