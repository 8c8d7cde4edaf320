package io.odsconnect.db2.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which columns make the key of records, in Debezium's form: {@code SCHEMA.TABLE:COLUMN,COLUMN;…}, where the name of the
 * table is a regular expression that matches the whole of it, in either case.
 */
public final class MessageKeys {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Pattern table, List<String> columns) {}

    /**
     * Reads the option's value.
     *
     * @throws IllegalArgumentException if it has not that form; the message tells what is wrong
     */
    public MessageKeys(String text) {
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int colon = part.lastIndexOf(':');
            List<String> columns = colon < 0
                    ? List.of()
                    : List.of(part.substring(colon + 1).split(",", -1)).stream()
                            .map(String::strip)
                            .toList();
            if (colon < 1 || columns.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("'" + part.strip() + "' is not SCHEMA.TABLE:COLUMN,COLUMN");
            }
            try {
                entries.add(new Entry(
                        Pattern.compile(part.substring(0, colon).strip(), Pattern.CASE_INSENSITIVE), columns));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'" + part.substring(0, colon).strip() + "' is no regular expression: " + e.getDescription(),
                        e);
            }
        }
    }

    /** Returns the columns for the table; empty where none are given for it. */
    public Optional<List<String>> of(TableId table) {
        return entries.stream()
                .filter(entry -> entry.table().matcher(table.toString()).matches())
                .map(Entry::columns)
                .findFirst();
    }

    /** Returns the expressions that match none of {@code tables}. */
    public List<String> withoutMatch(Collection<TableId> tables) {
        return entries.stream()
                .filter(entry -> tables.stream()
                        .noneMatch(
                                table -> entry.table().matcher(table.toString()).matches()))
                .map(entry -> entry.table().pattern())
                .toList();
    }
}
