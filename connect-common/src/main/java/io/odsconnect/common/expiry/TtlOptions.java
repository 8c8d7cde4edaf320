package io.odsconnect.common.expiry;

import io.odsconnect.common.config.OptionGroup;
import io.odsconnect.common.expiry.ExpiryRule.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * The options by which rows go, called the same in every sink. A sink defines {@link #MS} itself, since what 0 means is
 * the store's, and {@linkplain #defineField adds} the others.
 */
public final class TtlOptions {

    /** How long a row stays. */
    public static final String MS = "ttl.ms";
    /** The column that says how long. */
    public static final String FIELD = "ttl.field";
    /** How a number in that column is meant. */
    public static final String FIELD_FORMAT = "ttl.field.format";
    /** What becomes of a row whose column says 0 or less of a duration. */
    public static final String NOT_POSITIVE = "ttl.field.nonpositive.handling";

    private TtlOptions() {}

    /** Adds {@link #FIELD}, {@link #FIELD_FORMAT} and {@link #NOT_POSITIVE} to a group of options. */
    public static void defineField(OptionGroup group) {
        group.add(
                        FIELD,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        FIELD,
                        "The column that says when a row goes: a timestamp (without a zone as in UTC), a date (the end of"
                                + " that day in UTC), each as text too, or a number (" + FIELD_FORMAT
                                + "). Where it is null"
                                + " `" + MS + "` holds. A row whose time is over is deleted; a time that is too far off"
                                + " for the store is never. A row without the column is a bad record.")
                .add(
                        FIELD_FORMAT,
                        ConfigDef.Type.STRING,
                        "duration.ms",
                        ValidString.in("duration.ms", "duration.s", "epoch.ms", "epoch.s"),
                        Importance.LOW,
                        FIELD_FORMAT,
                        "How a number in `" + FIELD
                                + "` is meant: milliseconds or seconds from when the row is written,"
                                + " or since the epoch.")
                .add(
                        NOT_POSITIVE,
                        ConfigDef.Type.STRING,
                        "never",
                        ValidString.in("never", "delete", "fail"),
                        Importance.LOW,
                        NOT_POSITIVE,
                        "What becomes of a row whose `" + FIELD + "` says a duration of 0 or less: it stays for ever"
                                + " (`never`), it is deleted (`delete`), or it is a bad record (`fail`).");
    }

    /** Returns the rule that the options set. */
    public static ExpiryRule rule(AbstractConfig config) {
        return new ExpiryRule(
                config.getLong(MS),
                config.getString(FIELD),
                numbers(String.valueOf(config.getString(FIELD_FORMAT))),
                NotPositive.valueOf(
                        String.valueOf(config.getString(NOT_POSITIVE)).toUpperCase(Locale.ROOT)));
    }

    /** Returns what is wrong between the options: the one to change, and a sentence. Empty where nothing is. */
    public static Map<String, String> problems(AbstractConfig config) {
        Map<String, String> problems = new LinkedHashMap<>();
        if (config.getString(FIELD) == null) {
            for (String option : List.of(FIELD_FORMAT, NOT_POSITIVE)) {
                if (config.originals().containsKey(option)) {
                    problems.put(
                            option, "It says what " + FIELD + " holds, which is not set: set that, or take it out.");
                }
            }
        }
        return problems;
    }

    private static Numbers numbers(String format) {
        return switch (format) {
            case "duration.s" -> Numbers.DURATION_SECONDS;
            case "epoch.ms" -> Numbers.EPOCH_MILLIS;
            case "epoch.s" -> Numbers.EPOCH_SECONDS;
            default -> Numbers.DURATION_MILLIS;
        };
    }
}
