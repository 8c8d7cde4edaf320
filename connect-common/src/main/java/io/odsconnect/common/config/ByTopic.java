package io.odsconnect.common.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * What an option such as {@code set.template} says, with {@code set.template.<topic>} beside it. The latter holds for
 * that topic and for those whose names continue it after a dot, so that a table's changes ({@code ods.BANK.CARD}) and its
 * bulk rows ({@code ods.BANK.CARD.bulk}) need one only; of several the one for the longest name. Immutable.
 *
 * @param <T> what the option's text is read as
 */
public final class ByTopic<T> {

    private final @Nullable T common;
    private final Map<String, T> byTopic;

    private ByTopic(@Nullable T common, Map<String, T> byTopic) {
        this.common = common;
        this.byTopic = Map.copyOf(byTopic);
    }

    /** Takes what holds for all topics that have nothing of their own, null for nothing, and what is set by topic. */
    public static <T> ByTopic<T> of(@Nullable T common, Map<String, T> byTopic) {
        return new ByTopic<>(common, byTopic);
    }

    /**
     * Reads what is set by topic.
     *
     * @param common what holds for the other topics, null for nothing
     * @param config the configuration
     * @param option the option's name, after which a dot and the topic come
     * @param parser reads a text; takes the full name of the option for its error
     */
    public static <T> ByTopic<T> of(
            @Nullable T common, AbstractConfig config, String option, BiFunction<String, String, T> parser) {
        Map<String, T> byTopic = new HashMap<>();
        config.originalsWithPrefix(option + ".")
                .forEach((topic, text) -> byTopic.put(topic, parser.apply(option + "." + topic, String.valueOf(text))));
        return new ByTopic<>(common, byTopic);
    }

    /** Returns what holds for a topic; empty where nothing does. */
    public Optional<T> forTopic(String topic) {
        for (String name = topic; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
            T own = byTopic.get(name);
            if (own != null) {
                return Optional.of(own);
            }
        }
        return common();
    }

    /** Returns what holds for topics that have nothing of their own; empty where nothing does. */
    public Optional<T> common() {
        return Optional.ofNullable(common);
    }

    /** Returns the topics that something is set for. */
    public Set<String> topics() {
        return byTopic.keySet();
    }
}
