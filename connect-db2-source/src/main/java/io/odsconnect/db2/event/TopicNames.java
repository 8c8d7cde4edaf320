package io.odsconnect.db2.event;

import io.odsconnect.db2.table.TableId;

/**
 * The topics of tables: {@code <prefix>.<SCHEMA>.<TABLE>}, and what Kafka does not take in a name is an underscore.
 *
 * @param prefix {@code topic.prefix}
 * @param bulkSuffix {@code bulk.topic.suffix}
 */
public record TopicNames(String prefix, String bulkSuffix) {

    /** Returns the topic of the table's changes. */
    public String changes(TableId table) {
        return prefix + "." + legal(table.schema()) + "." + legal(table.table());
    }

    /** Returns the topic of the table's bulk rows. */
    public String bulk(TableId table) {
        return changes(table) + bulkSuffix;
    }

    private static String legal(String name) {
        return name.replaceAll("[^a-zA-Z0-9._-]", "_");
    }
}
