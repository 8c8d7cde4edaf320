package io.odsconnect.common.template;

import io.odsconnect.common.config.ByTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * The templates of an option such as {@code set.template} with {@code set.template.<topic>} beside it, as {@link ByTopic}
 * has them. Immutable.
 */
public final class TopicTemplates {

    private static final String TRANSFORMS = "transforms";

    private final ByTopic<Template> templates;

    private TopicTemplates(ByTopic<Template> templates) {
        this.templates = templates;
    }

    /** Takes the template for all topics that have none of their own, null where there is none, and those by topic. */
    public static TopicTemplates of(@Nullable Template common, Map<String, Template> byTopic) {
        return new TopicTemplates(ByTopic.of(common, byTopic));
    }

    /**
     * Reads the templates of an option.
     *
     * @param config the configuration; the option itself is in its definition
     * @param option the option's name
     * @throws ConfigException if a template is not valid; it names the option
     */
    public static TopicTemplates of(AbstractConfig config, String option) {
        String common = config.getString(option);
        return new TopicTemplates(
                ByTopic.of(common == null ? null : Template.parse(option, common), config, option, Template::parse));
    }

    /**
     * Returns what is wrong with an option and what is set of it for single topics: the name of the option to change,
     * and a sentence. Empty where nothing is.
     *
     * @param example a value to show where there is none
     */
    public static Map<String, String> problems(AbstractConfig config, String option, String example) {
        Map<String, String> problems = unreadable(config, option);
        if (!problems.isEmpty()) {
            return problems;
        }
        TopicTemplates templates = of(config, option);
        if (templates.common().isEmpty() && templates.named().isEmpty()) {
            problems.put(
                    option,
                    "It is missing: set it, for example to " + example + ", or set " + option
                            + ".<topic> for each topic.");
        } else {
            List<String> without = topics(config).stream()
                    .filter(topic -> templates.forTopic(topic).isEmpty())
                    .toList();
            if (!without.isEmpty()) {
                String topic = without.get(0);
                problems.put(
                        option,
                        "Topic " + topic + " has no template: set " + option + "." + topic + ", or " + option
                                + " for all topics.");
            }
        }
        return problems;
    }

    /** Returns what is set of an option for single topics and is no template: the name, and a sentence. */
    public static Map<String, String> unreadable(AbstractConfig config, String option) {
        Map<String, String> problems = new LinkedHashMap<>();
        config.originalsWithPrefix(option + ".").forEach((topic, text) -> {
            try {
                var unused = Template.parse(option + "." + topic, String.valueOf(text));
            } catch (ConfigException e) {
                problems.put(option + "." + topic, String.valueOf(e.getMessage()));
            }
        });
        return problems;
    }

    /**
     * Returns what is wrong with templates of the keys of rows, each valid by itself: the name of the option to change, and
     * a sentence. With a key that is the same for all rows, each would overwrite the one before.
     *
     * @param example a key with a column in it, to show
     */
    public static Map<String, String> constantKeys(AbstractConfig config, String option, String example) {
        TopicTemplates keys = of(config, option);
        String sentence = "It has no column in it, so that all rows of a topic would have one key: write for example "
                + example + ".";
        Map<String, String> problems = new LinkedHashMap<>();
        keys.common().filter(Template::isConstantForTopic).ifPresent(key -> problems.put(option, sentence));
        for (String topic : new TreeSet<>(keys.named())) {
            keys.forTopic(topic)
                    .filter(Template::isConstantForTopic)
                    .ifPresent(key -> problems.put(option + "." + topic, sentence));
        }
        return problems;
    }

    /** Returns the topics a sink is configured to read, as far as that is known: transforms may rename them. */
    public static List<String> topics(AbstractConfig config) {
        List<String> topics = new ArrayList<>();
        Map<String, String> props = config.originalsStrings();
        if (!props.containsKey(TRANSFORMS)) {
            for (String topic : props.getOrDefault(SinkTask.TOPICS_CONFIG, "").split(",", -1)) {
                if (!topic.isBlank()) {
                    topics.add(topic.strip());
                }
            }
        }
        return topics;
    }

    /** Returns the template for a topic; empty where there is none. */
    public Optional<Template> forTopic(String topic) {
        return templates.forTopic(topic);
    }

    /** Returns the template for all topics that have none of their own; empty where there is none. */
    public Optional<Template> common() {
        return templates.common();
    }

    /** Returns the topics that a template is set for. */
    public Set<String> named() {
        return templates.topics();
    }
}
