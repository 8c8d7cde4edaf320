package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.config.ByTopic;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.template.TopicTemplates;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How events become writes.
 *
 * @param tables the tables of topics
 * @param columns the columns that fields fill
 * @param mode what a table holds
 * @param expiry when rows go by themselves
 * @param guard whether the position rule holds
 * @param topics the topics that the connector is known to read, by the names that events have; empty if they are not known
 * @param making how tables are made that are not there; null where they are not
 */
public record MappingRules(
        TopicTemplates tables,
        ByTopic<ColumnMapping> columns,
        WriteMode mode,
        ExpiryRule expiry,
        boolean guard,
        Set<String> topics,
        @Nullable TableMaking making) {

    /** In a history a delete is a row, and is not deleted itself. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** Returns for how long a delete can be read; zero where rows are kept once, and nothing is left of one. */
    public Duration keepsDeletesFor() {
        if (!(mode instanceof WriteMode.History)) {
            return Duration.ZERO;
        }
        return expiry.fixedMillis() > 0 ? Duration.ofMillis(expiry.fixedMillis()) : FOR_EVER;
    }
}
