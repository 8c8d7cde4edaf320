package io.odsconnect.smt.record;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Reads the options of transforms and predicates so that no mistake in them passes. */
public final class TransformOptions {

    /** What the worker itself reads beside the options of a transform or predicate, and hands over with them. */
    private static final Set<String> OF_CONNECT = Set.of("type", "predicate", "negate", "plugin.version");

    /** How many letters may be wrong in a name that is taken for a misspelt one. */
    private static final int WRONG_LETTERS = 3;

    private TransformOptions() {}

    /**
     * Returns the options.
     *
     * @param plugin the transform or predicate, for the error
     * @throws ConfigException if a value is wrong, or an option is not in {@code definition}; the message then names the nearest one,
     *     and no value
     */
    public static AbstractConfig parse(String plugin, ConfigDef definition, Map<String, ?> props) {
        for (String name : new TreeSet<>(props.keySet())) {
            if (!definition.names().contains(name) && !OF_CONNECT.contains(name) && !isOfAnother(name, props)) {
                throw new ConfigException(
                        "Option " + name + " is none of " + plugin + ": " + advice(name, definition.names()));
            }
        }
        return new AbstractConfig(definition, props, false);
    }

    /**
     * Returns a recommender that finds out in validation whether an option fits to the others. Connect hands all parsed
     * options to recommenders alone, and shows the message of a ConfigException from them as a mistake of the option.
     *
     * @param check gets all options, null where a value is missing or wrong, and throws a ConfigException if they do not fit
     */
    public static ConfigDef.Recommender fitting(Consumer<Map<String, @Nullable Object>> check) {
        return new ConfigDef.Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, @Nullable Object> parsed) {
                check.accept(parsed);
                return List.of();
            }

            @Override
            public boolean visible(String name, Map<String, @Nullable Object> parsed) {
                return true;
            }
        };
    }

    /**
     * Says whether an option belongs to another transform, whose alias is this one's with a dot and more behind it: the
     * worker hands its options over as well, {@code a.b}'s {@code fields} as {@code b.fields} to {@code a}.
     */
    private static boolean isOfAnother(String name, Map<String, ?> props) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (props.containsKey(name.substring(0, dot) + ".type")) {
                return true;
            }
        }
        return false;
    }

    private static String advice(String name, Set<String> known) {
        if (known.isEmpty()) {
            return "it has no options; take it out";
        }
        return known.stream()
                .filter(option -> isNear(name, option))
                .min(Comparator.comparing((String option) -> distance(name, option))
                        .thenComparing(Comparator.naturalOrder()))
                .map(option -> "use " + option)
                .orElseGet(() -> "it has " + String.join(", ", new TreeSet<>(known)));
    }

    private static boolean isNear(String name, String option) {
        return distance(name, option) <= Math.min(WRONG_LETTERS, option.length() / 2);
    }

    /** Returns how many letters have to be put in, taken out or changed to make one of the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
