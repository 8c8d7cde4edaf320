package io.odsconnect.db2.table;

import java.util.Collection;
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

    /** Returns the filter that wants what the expression matches. */
    public static TableFilter including(String expression) {
        return new TableFilter(List.of(expression), List.of(), List.of());
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
    public List<String> withoutMatch(Collection<TableId> tables) {
        return included.stream()
                .filter(pattern -> tables.stream().noneMatch(matchedBy(pattern)))
                .map(Pattern::pattern)
                .toList();
    }

    /** Returns what the names of the included tables begin with. */
    public List<LiteralStart> starts() {
        return included.stream()
                .map(pattern -> LiteralStart.of(pattern.pattern()))
                .toList();
    }

    /** Says whether an included expression can match this table only. */
    public boolean names(TableId table) {
        return included.stream()
                .anyMatch(pattern -> LiteralStart.of(pattern.pattern()).whole()
                        && pattern.matcher(table.toString()).matches());
    }

    /** Returns the names of excluded tables that are no patterns. */
    public List<String> excludedNames() {
        return excluded.stream()
                .map(Pattern::pattern)
                .filter(expression -> LiteralStart.of(expression).whole())
                .toList();
    }

    /** Says whether the column is left out by name, rather than not taken in. */
    public boolean excludes(TableId table, String column) {
        return matches(excludedColumns, table + "." + column);
    }

    /** Returns the expressions of included columns that match none of these {@code SCHEMA.TABLE.COLUMN}. */
    public List<String> columnsWithoutMatch(Collection<String> columns) {
        return withoutMatch(includedColumns, columns);
    }

    /** Returns the expressions of excluded columns that match none of these {@code SCHEMA.TABLE.COLUMN}. */
    public List<String> columnExclusionsWithoutMatch(Collection<String> columns) {
        return withoutMatch(excludedColumns, columns);
    }

    private static List<String> withoutMatch(List<Pattern> patterns, Collection<String> names) {
        return patterns.stream()
                .filter(pattern ->
                        names.stream().noneMatch(name -> pattern.matcher(name).matches()))
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
