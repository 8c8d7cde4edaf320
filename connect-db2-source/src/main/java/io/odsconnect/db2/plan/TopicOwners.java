package io.odsconnect.db2.plan;

import io.odsconnect.db2.event.TopicNames;
import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which table writes to which topic, under which name of its schemas. What Kafka or Avro does not take in a name becomes an
 * underscore, so two tables may meet in one.
 */
final class TopicOwners {

    private final TopicNames topics;
    private final Map<String, TableId> owners = new HashMap<>();

    TopicOwners(TopicNames topics) {
        this.topics = topics;
    }

    /** Gives the table its topics; or where one belongs to another table gives it none, and returns {@link #conflict}. */
    Optional<String> add(TableId table) {
        Optional<String> conflict = conflict(table);
        if (conflict.isEmpty()) {
            names(table).forEach(name -> owners.put(name, table));
        }
        return conflict;
    }

    /** Returns in a sentence which other table has a topic or schema name of the table's, if there is one. */
    Optional<String> conflict(TableId table) {
        for (String topic : names(table)) {
            @Nullable TableId other = owners.get(topic);
            if (other != null && !other.equals(table)) {
                return Optional.of(
                        "Tables " + other + " and " + table + " would share the topic " + topic
                                + ", since Kafka does not take every character. Leave one of them out with table.exclude.list.");
            }
        }
        return Optional.empty();
    }

    private List<String> names(TableId table) {
        return List.of(
                "the topic " + topics.changes(table),
                "the topic " + topics.bulk(table),
                "the topic " + topics.compare(table),
                "the schema name " + topics.schema(table));
    }
}
