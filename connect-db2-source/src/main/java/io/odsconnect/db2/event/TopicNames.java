package io.odsconnect.db2.event;

import io.odsconnect.db2.table.TableId;
import java.util.function.UnaryOperator;

/**
 * The topics of tables: {@code <prefix>.<SCHEMA>.<TABLE>}, and what Kafka does not take in a name is an underscore.
 *
 * @param prefix {@code topic.prefix}
 * @param bulkSuffix {@code bulk.topic.suffix}
 * @param compareSuffix {@code compare.topic.suffix}
 * @param schemaNames makes the names of schemas fit
 */
public record TopicNames(String prefix, String bulkSuffix, String compareSuffix, UnaryOperator<String> schemaNames) {

    /** Leaves the names of schemas as they are. */
    public TopicNames(String prefix, String bulkSuffix) {
        this(prefix, bulkSuffix, ".compare", UnaryOperator.identity());
    }

    /** Returns what the names of the table's schemas begin with. */
    public String schema(TableId table) {
        return schemaNames.apply(changes(table));
    }

    /** Returns the topic of the table's changes. */
    public String changes(TableId table) {
        return prefix + "." + legal(table.schema()) + "." + legal(table.table());
    }

    /** Returns the topic of the table's bulk rows. */
    public String bulk(TableId table) {
        return changes(table) + bulkSuffix;
    }

    /** Returns the topic of the table's rows in compare runs. */
    public String compare(TableId table) {
        return changes(table) + compareSuffix;
    }

    private static String legal(String name) {
        return name.replaceAll("[^a-zA-Z0-9._-]", "_");
    }
}
