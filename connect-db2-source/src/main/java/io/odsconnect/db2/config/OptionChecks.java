package io.odsconnect.db2.config;

import io.odsconnect.db2.table.MessageKeys;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** What can be said of an option's value without asking the database. */
final class OptionChecks {

    /** Takes every value of the type. */
    static final Validator ANY = LambdaValidator.with((option, value) -> {}, () -> "");

    /** Takes a time zone. */
    static final Validator ZONE =
            LambdaValidator.with(OptionChecks::requireZone, () -> "time zone such as UTC, +02:00 or Europe/Berlin");

    /** Takes what a topic's name can start with. */
    static final Validator TOPIC_NAME =
            LambdaValidator.with(OptionChecks::requireTopicName, () -> "letters, digits, dot, dash, underscore");

    /** Takes what a topic's name can end with, or nothing. */
    static final Validator TOPIC_SUFFIX = LambdaValidator.with(
            OptionChecks::requireTopicSuffix, () -> "letters, digits, dot, dash, underscore; or empty");

    /** Takes a list of regular expressions. */
    static final Validator PATTERNS = LambdaValidator.with(OptionChecks::requirePatterns, () -> "regular expressions");

    /** Takes a list of {@code COLUMN} and {@code TABLES:COLUMN}. */
    static final Validator COLUMN_RULES =
            LambdaValidator.with(OptionChecks::requireColumnRules, () -> "list of COLUMN or TABLES:COLUMN");

    /** Takes columns that make keys. */
    static final Validator MESSAGE_KEYS =
            LambdaValidator.with(OptionChecks::requireMessageKeys, () -> "SCHEMA.TABLE:COLUMN,COLUMN;…");

    private OptionChecks() {}

    private static void requireMessageKeys(String option, Object value) {
        try {
            new MessageKeys(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(option, value, e.getMessage() + ".");
        }
    }

    private static void requireZone(String option, Object value) {
        try {
            ZoneId.of(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(
                    option, value, "This is no time zone. Give one such as UTC, +02:00 or Europe/Berlin.");
        }
    }

    private static void requireTopicName(String option, Object value) {
        if (!String.valueOf(value).matches("[a-zA-Z0-9._-]+")) {
            throw new ConfigException(
                    option, value, "It starts topic names: use letters, digits, dot, dash and underscore.");
        }
    }

    private static void requireTopicSuffix(String option, Object value) {
        if (!String.valueOf(value).matches("[a-zA-Z0-9._-]*")) {
            throw new ConfigException(
                    option, value, "It ends topic names: use letters, digits, dot, dash and underscore.");
        }
    }

    private static void requirePatterns(String option, Object value) {
        if (value instanceof List<?> expressions) {
            for (Object expression : expressions) {
                try {
                    Pattern.compile(String.valueOf(expression));
                } catch (PatternSyntaxException e) {
                    throw new ConfigException(
                            option, expression, "This is no regular expression: " + e.getDescription());
                }
            }
        }
    }

    private static void requireColumnRules(String option, Object value) {
        if (value instanceof List<?> entries) {
            for (Object entry : entries) {
                String rule = String.valueOf(entry);
                if (rule.substring(rule.lastIndexOf(':') + 1).isBlank()) {
                    throw new ConfigException(option, entry, "It names no column.");
                }
            }
            requirePatterns(
                    option,
                    entries.stream()
                            .map(String::valueOf)
                            .map(rule -> rule.substring(0, Math.max(0, rule.lastIndexOf(':'))))
                            .toList());
        }
    }
}
