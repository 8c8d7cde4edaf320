package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a table with its keyspace.
 *
 * @param keyspace the keyspace
 * @param table the table
 */
public record TableName(CqlIdentifier keyspace, CqlIdentifier table) {

    private static final String NAME = "(\\w+|\"(?:[^\"]|\"\")+\")";
    private static final Pattern QUALIFIED = Pattern.compile(NAME + "\\." + NAME);

    private static final Pattern NEW_NAME = Pattern.compile("[a-zA-Z0-9_]{1,48}");

    /**
     * Reads {@code keyspace.table} by CQL's rules: outside quotation marks a name is in lower case, and none that CQL
     * keeps for itself. Empty if it is none.
     */
    public static Optional<TableName> parse(String text) {
        Matcher matcher = QUALIFIED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new TableName(CqlIdentifier.fromCql(matcher.group(1)), CqlIdentifier.fromCql(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Says whether Cassandra takes a new keyspace and table by these names. Source: its SchemaConstants. */
    boolean mayBeMade() {
        return NEW_NAME.matcher(keyspace.asInternal()).matches()
                && NEW_NAME.matcher(table.asInternal()).matches();
    }

    /** Returns the name as it stands in CQL. */
    @Override
    public String toString() {
        return keyspace.asCql(true) + "." + table.asCql(true);
    }
}
