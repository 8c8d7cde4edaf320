package io.odsconnect.aerospike.compare;

import io.odsconnect.aerospike.config.AerospikeOptions;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.common.template.Template;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * In which set the rows of a table are, where there is one that holds these and nothing else: what a scan finds in it that
 * the table does not have is a row too many then.
 */
final class TableSets {

    private static final String BULK = ".bulk";

    private final AerospikeSinkConfig config;

    TableSets(AerospikeSinkConfig config) {
        this.config = config;
    }

    /**
     * A set of a namespace.
     *
     * @param namespace the namespace
     * @param set the set's name
     */
    record Place(String namespace, String set) {}

    /** Returns the set; null where {@link #whyNone} says why there is none. */
    @Nullable
    Place of(String topic) {
        String namespace = text(config::namespaceTemplate, topic);
        String set = text(config::setTemplate, topic);
        return namespace == null || set == null || set.isEmpty() ? null : new Place(namespace, set);
    }

    /** Returns why no set holds the rows of this topic's table and nothing else; empty where one does. */
    Optional<String> whyNone(String topic) {
        if (text(config::namespaceTemplate, topic) == null) {
            return Optional.of(varies(AerospikeOptions.NAMESPACE, "namespaces", topic));
        }
        Place place = of(topic);
        if (place == null) {
            return Optional.of(
                    "".equals(text(config::setTemplate, topic))
                            ? AerospikeOptions.SET_TEMPLATE + " gives no set for the rows of topic " + topic
                                    + ", and a scan of the whole namespace would find others: give the table a set of its own."
                            : varies(AerospikeOptions.SET_TEMPLATE, "sets", topic));
        }
        String table = table(topic);
        boolean isNamed = config.topicsWithSets().contains(table);
        if (place.equals(of("_" + table)) || (!isNamed && place.equals(of(table + "_")))) {
            return Optional.of(AerospikeOptions.SET_TEMPLATE
                    + " gives other topics the same set, so that the rows of topic " + topic
                    + " cannot be distinguished from theirs: set " + AerospikeOptions.SET_TEMPLATE + "." + table
                    + " to a set that only this table has, or have {topic} in " + AerospikeOptions.SET_TEMPLATE + ".");
        }
        for (String other : config.topicsWithSets()) {
            if (!table(other).equals(table) && place.equals(of(other))) {
                return Optional.of(AerospikeOptions.SET_TEMPLATE + "." + other + " gives the same set as topic " + topic
                        + " has, so that the rows of the two cannot be distinguished: give each table its own set.");
            }
        }
        return Optional.empty();
    }

    private static String varies(String option, String what, String topic) {
        return option + " depends on fields of the row, so it is unknown which " + what + " hold the rows of topic "
                + topic + ".";
    }

    private static String table(String topic) {
        return topic.endsWith(BULK) ? topic.substring(0, topic.length() - BULK.length()) : topic;
    }

    /** Returns what a template gives for all rows of a topic; null where that depends on the row. */
    private static @Nullable String text(Function<String, Template> templates, String topic) {
        Template template = templates.apply(topic);
        if (template.hasFieldsOfRecord()) {
            return null;
        }
        try {
            return template.expand(topic, null, null, null);
        } catch (DataException e) {
            // It takes a header.
            return null;
        }
    }
}
