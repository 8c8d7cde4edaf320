package io.odsconnect.redis.store;

import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.redis.mapping.DeleteMarkers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the keys of a topic's rows look.
 *
 * @param glob a pattern for {@code SCAN}, which all of them match
 * @param own what all of them match
 * @param others what the keys of other topics match that have templates of their own
 */
record KeyShape(String glob, Pattern own, List<Pattern> others) {

    private static final Pattern SPECIAL = Pattern.compile("[\\\\*?\\[\\]^]");

    static KeyShape of(String topic, TopicTemplates templates) {
        Template template = templates.forTopic(topic).orElseThrow();
        return new KeyShape(
                template.shape(topic, text -> SPECIAL.matcher(text).replaceAll("\\\\$0"), "*"),
                pattern(template, topic),
                templates.named().stream()
                        .filter(other ->
                                !templates.forTopic(other).orElseThrow().equals(template))
                        .map(other -> pattern(templates.forTopic(other).orElseThrow(), other))
                        .toList());
    }

    private static Pattern pattern(Template template, String topic) {
        return Pattern.compile(template.shape(topic, Pattern::quote, ".*"), Pattern.DOTALL);
    }

    /** Says why rows of a topic cannot be told from other keys; empty where they can. */
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
        return own.matcher(key).matches() && !key.startsWith(DeleteMarkers.PREFIX);
    }

    /** Says whether a key that fits may be one of another topic's rows as well. */
    boolean isDoubtful(String key) {
        return others.stream().anyMatch(other -> other.matcher(key).matches());
    }
}
