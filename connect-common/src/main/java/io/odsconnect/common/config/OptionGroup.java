package io.odsconnect.common.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Adds options to one group of a definition, in the order in which they are shown. */
public final class OptionGroup {

    private final ConfigDef def;
    private final String name;
    private int order;

    /** Adds to {@code def} options of the group that is called {@code name}. */
    public OptionGroup(ConfigDef def, String name) {
        this.def = def;
        this.name = name;
    }

    /** Adds an option that any value of its type fits, as wide as values of its type are. */
    public OptionGroup add(
            String option,
            ConfigDef.Type type,
            @Nullable Object standard,
            Importance importance,
            String label,
            String what) {
        return add(option, type, standard, null, importance, label, what);
    }

    /** Adds an option as wide as values of its type are. */
    public OptionGroup add(
            String option,
            ConfigDef.Type type,
            @Nullable Object standard,
            ConfigDef.@Nullable Validator validator,
            Importance importance,
            String label,
            String what) {
        return add(option, type, standard, validator, importance, width(type), label, what);
    }

    /**
     * Adds an option.
     *
     * @param standard the default; {@link ConfigDef#NO_DEFAULT_VALUE} where it has to be set
     * @param validator checks a value; null where any will do
     * @param width how wide its value is shown
     * @param label its name for people
     * @param what what it does
     */
    public OptionGroup add(
            String option,
            ConfigDef.Type type,
            @Nullable Object standard,
            ConfigDef.@Nullable Validator validator,
            Importance importance,
            Width width,
            String label,
            String what) {
        def.define(option, type, standard, validator, importance, what, name, ++order, width, label);
        return this;
    }

    private static Width width(ConfigDef.Type type) {
        return switch (type) {
            case STRING, PASSWORD -> Width.MEDIUM;
            case LIST -> Width.LONG;
            default -> Width.SHORT;
        };
    }
}
