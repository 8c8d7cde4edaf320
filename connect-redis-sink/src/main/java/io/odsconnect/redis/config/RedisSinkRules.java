package io.odsconnect.redis.config;

import io.odsconnect.common.template.Template;
import io.odsconnect.redis.mapping.KeyTemplates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkTask;

/** What holds between options that are each valid alone, and for {@code key.template.<topic>}, which no ConfigDef has. */
public final class RedisSinkRules {

    private static final String TRANSFORMS = "transforms";

    private RedisSinkRules() {}

    /**
     * A rule that is broken.
     *
     * @param option the option to change
     * @param sentence what is wrong and what to do
     */
    public record Violation(String option, String sentence) {}

    /** Returns the rules that a configuration breaks whose options are valid each by itself. */
    public static List<Violation> check(AbstractConfig config) {
        List<Violation> violations = new ArrayList<>();
        checkConnection(config, violations);
        checkTemplates(config, violations);
        return violations;
    }

    private static void checkConnection(AbstractConfig config, List<Violation> violations) {
        int hosts = config.getList(RedisSinkOptions.HOSTS).size();
        if (hosts > 1) {
            violations.add(new Violation(
                    RedisSinkOptions.HOSTS,
                    "There is one server with " + RedisSinkOptions.MODE + "=standalone, and " + hosts + " are named."));
        }
        if (config.getString(RedisSinkOptions.USERNAME) != null
                && config.getPassword(RedisSinkOptions.PASSWORD) == null) {
            violations.add(new Violation(
                    RedisSinkOptions.PASSWORD, "It is missing: " + RedisSinkOptions.USERNAME + " needs one."));
        }
    }

    private static void checkTemplates(AbstractConfig config, List<Violation> violations) {
        Map<String, Template> byTopic = new HashMap<>();
        config.originalsWithPrefix(RedisSinkOptions.KEY_TEMPLATE_PREFIX).forEach((topic, template) -> {
            String option = RedisSinkOptions.KEY_TEMPLATE_PREFIX + topic;
            try {
                byTopic.put(topic, Template.parse(option, String.valueOf(template)));
            } catch (ConfigException e) {
                violations.add(new Violation(option, String.valueOf(e.getMessage())));
            }
        });
        if (config.getString(RedisSinkOptions.KEY_TEMPLATE) != null || !violations.isEmpty()) {
            return;
        }
        if (byTopic.isEmpty()) {
            violations.add(new Violation(
                    RedisSinkOptions.KEY_TEMPLATE,
                    "It is missing: set it, for example to card:{CARD_NO}, or set "
                            + RedisSinkOptions.KEY_TEMPLATE_PREFIX + "<topic> for each topic."));
            return;
        }
        checkTopicsHaveTemplates(config.originalsStrings(), new KeyTemplates(null, byTopic), violations);
    }

    /** Transforms may rename topics, and which way cannot be told from here. */
    private static void checkTopicsHaveTemplates(
            Map<String, String> props, KeyTemplates templates, List<Violation> violations) {
        if (props.containsKey(TRANSFORMS)) {
            return;
        }
        for (String topic : props.getOrDefault(SinkTask.TOPICS_CONFIG, "").split(",", -1)) {
            if (!topic.isBlank() && templates.forTopic(topic.trim()).isEmpty()) {
                violations.add(new Violation(
                        RedisSinkOptions.KEY_TEMPLATE,
                        "Topic " + topic.trim() + " has no template: set " + RedisSinkOptions.KEY_TEMPLATE_PREFIX
                                + topic.trim() + ", or " + RedisSinkOptions.KEY_TEMPLATE + " for all topics."));
            }
        }
    }
}
