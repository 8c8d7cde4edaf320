package io.odsconnect.redis.mapping;

import io.odsconnect.common.template.Template;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The template of keys for each topic. One that is given for {@code ods.BANK.CARD} holds for that topic and for those
 * whose names continue it after a dot ({@code ods.BANK.CARD.bulk}); of several the one for the longest name.
 */
public final class KeyTemplates {

    private final @Nullable Template general;
    private final Map<String, Template> byName;

    /** Takes the template for all topics that have none of their own, null where there is none, and those by topic. */
    public KeyTemplates(@Nullable Template general, Map<String, Template> byName) {
        this.general = general;
        this.byName = Map.copyOf(byName);
    }

    /** Returns the template for a topic; empty when there is none. */
    public Optional<Template> forTopic(String topic) {
        String name = topic;
        while (true) {
            Template template = byName.get(name);
            if (template != null) {
                return Optional.of(template);
            }
            int dot = name.lastIndexOf('.');
            if (dot < 0) {
                return Optional.ofNullable(general);
            }
            name = name.substring(0, dot);
        }
    }
}
