package io.odsconnect.redis.store;

import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.mapping.DeleteMarkers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;

/**
 * How the keys of a topic's rows look.
 *
 * @param glob a pattern for {@code SCAN}, which all of them match
 * @param own what gives them
 * @param others what gives the keys of other topics that have templates of their own
 * @param isOpen whether the keys of a topic with a longer name may look like ours, as with {@code {topic}_{ID}}
 */
record KeyShape(String glob, Keys own, List<Keys> others, boolean isOpen) {

    /** A topic's name, and then what such a name may go on with, or a column. */
    private static final Pattern OPEN = Pattern.compile("\0[\\w.\1-]");

    private static final Pattern SPECIAL = Pattern.compile("[\\\\*?\\[\\]^]");

    /**
     * The keys of a topic.
     *
     * @param topic the topic
     * @param template what gives its keys
     * @param pattern what all of them match
     */
    record Keys(String topic, Template template, Pattern pattern) {

        static Keys of(String topic, TopicTemplates templates) {
            Template template = templates.forTopic(topic).orElseThrow();
            String pattern = template.shape(topic, Pattern::quote, ".*");
            return new Keys(topic, template, Pattern.compile(pattern, Pattern.DOTALL));
        }

        private boolean match(String key) {
            return pattern.matcher(key).matches();
        }

        /** Says whether this is the key of a row of these columns. */
        boolean isOf(String key, Row row) {
            try {
                return template.expand(topic, row, row, null).equals(key);
            } catch (DataException e) {
                return false;
            }
        }
    }

    static KeyShape of(String topic, TopicTemplates templates) {
        Keys own = Keys.of(topic, templates);
        String ownName = templates.named().stream()
                .filter(name -> topic.equals(name) || topic.startsWith(name + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        return new KeyShape(
                own.template().shape(topic, text -> SPECIAL.matcher(text).replaceAll("\\\\$0"), "*"),
                own,
                templates.named().stream()
                        .filter(other -> !other.equals(ownName))
                        .map(other -> Keys.of(other, templates))
                        .toList(),
                OPEN.matcher(own.template().shape(topic + "\0", text -> text, "\1"))
                        .find());
    }

    /** Returns why rows of a topic cannot be distinguished from other keys; empty if they can. */
    static Optional<String> whyNone(String topic, TopicTemplates templates) {
        Template template = templates.forTopic(topic).orElse(null);
        if (template == null) {
            return Optional.of("Topic " + topic + " has no key.template.");
        }
        return template.shape(topic, text -> text, "\0").startsWith("\0")
                ? Optional.of("key.template " + template + " begins with a column, so that any key may be one of a row:"
                        + " begin it with a text of its own.")
                : Optional.empty();
    }

    /** Says whether a key may be one of a row. */
    boolean fits(String key) {
        return own.match(key) && !key.startsWith(DeleteMarkers.PREFIX);
    }

    /** Says whether a key that fits may be one of another topic's rows as well. */
    boolean isDoubtful(String key) {
        return isOpen || others.stream().anyMatch(other -> other.match(key));
    }
}
