package io.odsconnect.db2.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Options of one group, in the order in which they are added. */
final class OptionGroup {

    private final ConfigDef options;
    private final String name;
    private int order;

    OptionGroup(ConfigDef options, String name) {
        this.options = options;
        this.name = name;
    }

    void add(
            String option,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            Validator validator,
            Importance importance,
            Width width,
            String displayName,
            String doc) {
        options.define(option, type, defaultValue, validator, importance, doc, name, ++order, width, displayName);
    }
}
