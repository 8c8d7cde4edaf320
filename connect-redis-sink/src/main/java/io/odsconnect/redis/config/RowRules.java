package io.odsconnect.redis.config;

import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.redis.config.RedisSinkRules.Violation;
import io.odsconnect.redis.mapping.TemplateFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;

/** What holds between the options that say what a row is, each valid alone. */
final class RowRules {

    private RowRules() {}

    static List<Violation> check(AbstractConfig config) {
        List<Violation> violations = new ArrayList<>();
        TopicTemplates.problems(config, RowOptions.KEY_TEMPLATE, "card:{CARD_NO}")
                .forEach((option, sentence) -> violations.add(new Violation(option, sentence)));
        TtlOptions.problems(config).forEach((option, sentence) -> violations.add(new Violation(option, sentence)));
        if (violations.isEmpty()) {
            TopicTemplates.constantKeys(config, RowOptions.KEY_TEMPLATE, "card:{CARD_NO}")
                    .forEach((option, sentence) -> violations.add(new Violation(option, sentence)));
        }
        checkValues(config, violations);
        checkIndex(config, violations);
        if (violations.isEmpty() && hasIndex(config) && RedisSinkRules.mode(config) == RedisMode.CLUSTER) {
            checkSlots(config, violations);
        }
        return violations;
    }

    /** Says whether rows are in an index. */
    static boolean hasIndex(AbstractConfig config) {
        return config.getString(RowOptions.INDEX_TEMPLATE) != null
                || !config.originalsWithPrefix(RowOptions.INDEX_TEMPLATE + ".").isEmpty();
    }

    private static void checkValues(AbstractConfig config, List<Violation> violations) {
        if (config.getString(RowOptions.BINARY_FORMAT).equals("raw")
                && !config.getString(RowOptions.VALUE_TYPE).equals("hash")) {
            violations.add(new Violation(
                    RowOptions.BINARY_FORMAT,
                    "JSON cannot hold raw bytes: take base64 or hex, or " + RowOptions.VALUE_TYPE + "=hash."));
        }
    }

    private static void checkIndex(AbstractConfig config, List<Violation> violations) {
        TopicTemplates.unreadable(config, RowOptions.INDEX_TEMPLATE)
                .forEach((option, sentence) -> violations.add(new Violation(option, sentence)));
        if (!hasIndex(config)) {
            for (String option : List.of(RowOptions.INDEX_TYPE, RowOptions.INDEX_SCORE_FIELD, RowOptions.INDEX_FIELD)) {
                if (config.originals().containsKey(option)) {
                    violations.add(new Violation(
                            option,
                            "It is about indexes, and there is none: set " + RowOptions.INDEX_TEMPLATE
                                    + ", or take this out."));
                }
            }
            return;
        }
        boolean sorted = config.getString(RowOptions.INDEX_TYPE).equals("zset");
        boolean scored = config.getString(RowOptions.INDEX_SCORE_FIELD) != null;
        if (sorted && !scored) {
            violations.add(new Violation(
                    RowOptions.INDEX_SCORE_FIELD, "It is missing: " + RowOptions.INDEX_TYPE + "=zset needs it."));
        }
        if (scored && !sorted) {
            violations.add(new Violation(
                    RowOptions.INDEX_SCORE_FIELD,
                    "Only a sorted set has scores: set " + RowOptions.INDEX_TYPE + "=zset."));
        }
        if (config.getBoolean(SinkOptions.POSITION_GUARD)
                && Objects.equals(
                        config.getString(RowOptions.POSITION_FIELD), config.getString(RowOptions.INDEX_FIELD))) {
            violations.add(new Violation(
                    RowOptions.INDEX_FIELD,
                    "It is the same as " + RowOptions.POSITION_FIELD + ": they need two names."));
        }
    }

    /** In a cluster a row and its index change in one step only if both are in one slot: by the same hash tag. */
    private static void checkSlots(AbstractConfig config, List<Violation> violations) {
        TopicTemplates keys = TopicTemplates.of(config, RowOptions.KEY_TEMPLATE);
        TopicTemplates indexes = TopicTemplates.of(config, RowOptions.INDEX_TEMPLATE);
        Set<String> topics = new TreeSet<>(TopicTemplates.topics(config));
        topics.addAll(config.originalsWithPrefix(RowOptions.KEY_TEMPLATE + ".").keySet());
        topics.addAll(
                config.originalsWithPrefix(RowOptions.INDEX_TEMPLATE + ".").keySet());
        topics.add("");
        for (String topic : topics) {
            Template key = keys.forTopic(topic).orElse(null);
            Template index = indexes.forTopic(topic).orElse(null);
            if (key != null && index != null) {
                String tag = TemplateFields.of(key).hashTag();
                if (tag == null || !tag.equals(TemplateFields.of(index).hashTag())) {
                    violations.add(new Violation(
                            RowOptions.INDEX_TEMPLATE,
                            "In a cluster the keys of a row and of its index need the same hash tag, and " + key
                                    + " and "
                                    + index + " have not: write for example card:{{{CLIENT_ID}}}:{CARD_NO} and"
                                    + " cards:{{{CLIENT_ID}}}."));
                    return;
                }
            }
        }
    }
}
