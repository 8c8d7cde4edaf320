package io.odsconnect.common.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The templates of an option such as {@code set.template} with {@code set.template.<topic>} beside it. The latter holds
 * for that topic and for those whose names continue it after a dot, so that a table's changes ({@code ods.BANK.CARD})
 * and its bulk rows ({@code ods.BANK.CARD.bulk}) need one only; of several the one for the longest name. Immutable.
 */
public final class TopicTemplates {

    private final @Nullable Template common;
    private final Map<String, Template> byTopic;

    private TopicTemplates(@Nullable Template common, Map<String, Template> byTopic) {
        this.common = common;
        this.byTopic = Map.copyOf(byTopic);
    }

    /**
     * Reads the templates of an option.
     *
     * @param config the configuration; the option itself is in its definition
     * @param option the option's name
     * @throws ConfigException if a template is not valid; it names the option
     */
    public static TopicTemplates of(AbstractConfig config, String option) {
        Map<String, Template> byTopic = new HashMap<>();
        config.originalsWithPrefix(option + ".")
                .forEach((topic, template) ->
                        byTopic.put(topic, Template.parse(option + "." + topic, String.valueOf(template))));
        String common = config.getString(option);
        return new TopicTemplates(common == null ? null : Template.parse(option, common), byTopic);
    }

    /** Returns the template for a topic; empty where there is none. */
    public Optional<Template> forTopic(String topic) {
        for (String name = topic; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
            Template own = byTopic.get(name);
            if (own != null) {
                return Optional.of(own);
            }
        }
        return Optional.ofNullable(common);
    }
}
