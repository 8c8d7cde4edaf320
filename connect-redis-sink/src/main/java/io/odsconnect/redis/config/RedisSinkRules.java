package io.odsconnect.redis.config;

import io.odsconnect.common.template.TopicTemplates;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;

/** What holds between options that are each valid alone, and for {@code key.template.<topic>}, which no ConfigDef has. */
public final class RedisSinkRules {

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
        TopicTemplates.problems(config, RedisSinkOptions.KEY_TEMPLATE, "card:{CARD_NO}")
                .forEach((option, sentence) -> violations.add(new Violation(option, sentence)));
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
}
