package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Runs that read tables to be compared with stores. */
public final class CompareOptions {

    public static final String COMPARE_TOPIC_SUFFIX = "compare.topic.suffix";
    private static final String COMPARE_TOPIC_SUFFIX_DOC =
            "Rows of a compare run go to the table's topic with this at its end. Give the sinks that compare the same.";

    public static final String COMPARE_RATE_LIMIT = "compare.rate.limit";
    private static final String COMPARE_RATE_LIMIT_DOC =
            "How many rows a second a task reads at most for compare runs, so that the database, Kafka and the stores do not"
                    + " feel them; 0 for no limit. Statements are as short as one second's rows.";

    private CompareOptions() {}

    static void define(ConfigDef options) {
        OptionGroup group = new OptionGroup(options, "Compare runs");
        group.add(
                COMPARE_TOPIC_SUFFIX,
                ConfigDef.Type.STRING,
                ".compare",
                ConfigDef.CompositeValidator.of(new ConfigDef.NonEmptyString(), OptionChecks.TOPIC_SUFFIX),
                Importance.LOW,
                Width.SHORT,
                "Compare topic suffix",
                COMPARE_TOPIC_SUFFIX_DOC);
        group.add(
                COMPARE_RATE_LIMIT,
                ConfigDef.Type.INT,
                0,
                Range.atLeast(0),
                Importance.LOW,
                Width.SHORT,
                "Compared rows a second",
                COMPARE_RATE_LIMIT_DOC);
    }
}
