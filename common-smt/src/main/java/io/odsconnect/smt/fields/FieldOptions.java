package io.odsconnect.smt.fields;

import io.odsconnect.smt.record.TransformOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The options that choose fields of a row. */
public final class FieldOptions {

    /** Option: the fields. */
    public static final String FIELDS = "fields";
    /** Option: what to do with a row that lacks a field. */
    public static final String MISSING_FIELDS = "missing.fields";

    private static final String FAIL = "fail";
    private static final String IGNORE = "ignore";
    private static final String GROUP = "Fields";

    private FieldOptions() {}

    /**
     * Adds both to a definition.
     *
     * @param whenEmpty what it means when no field is named, a sentence
     * @param check throws a ConfigException if the transform cannot take these fields
     */
    public static ConfigDef define(ConfigDef definition, String whenEmpty, Consumer<List<?>> check) {
        return definition
                .define(
                        FIELDS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.LambdaValidator.with(FieldOptions::checkOnce, () -> "none of them twice"),
                        Importance.HIGH,
                        "The fields of the row; in an envelope those of before and after. " + whenEmpty,
                        GROUP,
                        1,
                        Width.LONG,
                        "Fields",
                        TransformOptions.fitting(values -> {
                            if (values.get(FIELDS) instanceof List<?> fields) {
                                check.accept(fields);
                            }
                        }))
                .define(
                        MISSING_FIELDS,
                        ConfigDef.Type.STRING,
                        FAIL,
                        CaseInsensitiveValidString.in(FAIL, IGNORE),
                        Importance.MEDIUM,
                        "What to do with a row that lacks one of the fields: fail it, as a misspelt name would leave a secret in "
                                + "the clear, or ignore that, for several tables with different fields.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Missing fields");
    }

    /** Returns the fields. */
    public static List<String> fields(AbstractConfig config) {
        return config.getList(FIELDS);
    }

    private static void checkOnce(String option, @Nullable Object value) {
        if (value instanceof List<?> fields && new HashSet<>(fields).size() < fields.size()) {
            throw new ConfigException("Option " + option + " names a field twice");
        }
    }

    /** Says whether rows may lack a field. */
    public static boolean ignoresMissing(AbstractConfig config) {
        return config.getString(MISSING_FIELDS).toLowerCase(Locale.ROOT).equals(IGNORE);
    }
}
