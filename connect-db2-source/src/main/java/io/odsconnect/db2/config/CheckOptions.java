package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** How strictly a config is checked. */
public final class CheckOptions {

    public static final String UNKNOWN_OPTION_HANDLING_MODE = "unknown.option.handling.mode";
    private static final String UNKNOWN_OPTION_HANDLING_MODE_DOC =
            "An option that neither this connector nor the worker has: `warn` logs it, `fail` refuses the config. Whatever"
                    + " the mode, one is refused that protects data in another connector (`column.mask.*`,"
                    + " `column.truncate.*`, `query`), or that is misspelt.";

    private CheckOptions() {}

    static void define(ConfigDef options) {
        new OptionGroup(options, "Validation")
                .add(
                        UNKNOWN_OPTION_HANDLING_MODE,
                        ConfigDef.Type.STRING,
                        "warn",
                        ValidString.in("warn", "fail"),
                        Importance.LOW,
                        Width.SHORT,
                        "Unknown options",
                        UNKNOWN_OPTION_HANDLING_MODE_DOC);
    }
}
