package io.odsconnect.smt.mask;

import io.odsconnect.smt.fields.FieldOptions;
import io.odsconnect.smt.fields.FieldsEdit;
import io.odsconnect.smt.record.RowEditor;
import io.odsconnect.smt.record.TransformOptions;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options that say how fields are masked. */
public final class MaskOptions {

    /** Option: the way to mask. */
    public static final String MODE = "mode";
    /** Option: how many characters at the beginning stay. */
    public static final String KEEP_PREFIX = "keep.prefix";
    /** Option: how many characters at the end stay. */
    public static final String KEEP_SUFFIX = "keep.suffix";
    /** Option: what stands in the place of the others. */
    public static final String CHARACTER = "character";
    /** Option: the secret of the hash. */
    public static final String SALT = "salt";
    /** Option: the length of the hash. */
    public static final String HASH_DIGITS = "hash.digits";

    private static final String PARTIAL = "partial";
    private static final String HASH = "hash";
    private static final String PARTIAL_GROUP = "Partial masks";
    private static final String HASH_GROUP = "Hashes";
    private static final int LEAST_SALT_BYTES = 32;
    private static final int MOST_DIGITS = 64;
    private static final int LEAST_DIGITS = 8;

    private MaskOptions() {}

    /** Returns the definition. */
    public static ConfigDef definition() {
        return FieldOptions.define(new ConfigDef(), "At least one.", MaskOptions::checkFields)
                .define(
                        MODE,
                        ConfigDef.Type.STRING,
                        PARTIAL,
                        CaseInsensitiveValidString.in(PARTIAL, HASH),
                        Importance.HIGH,
                        "partial: a character in the place of each that is not kept. hash: the HMAC-SHA-256 of the value with a "
                                + "secret salt; equal values stay equal.",
                        "Fields",
                        3,
                        Width.SHORT,
                        "Mode",
                        TransformOptions.fitting(MaskOptions::checkSaltAndMode))
                .define(
                        KEEP_PREFIX,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How many characters at the beginning stay. A value with no more than those that stay is masked whole.",
                        PARTIAL_GROUP,
                        1,
                        Width.SHORT,
                        "Kept at the beginning")
                .define(
                        KEEP_SUFFIX,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How many characters at the end stay.",
                        PARTIAL_GROUP,
                        2,
                        Width.SHORT,
                        "Kept at the end")
                .define(
                        CHARACTER,
                        ConfigDef.Type.STRING,
                        "*",
                        ConfigDef.LambdaValidator.with(MaskOptions::checkCharacter, () -> "one character"),
                        Importance.LOW,
                        "What stands in the place of the others.",
                        PARTIAL_GROUP,
                        3,
                        Width.SHORT,
                        "Character")
                .define(
                        SALT,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.LambdaValidator.with(
                                MaskOptions::checkSalt, () -> "base64 of at least " + LEAST_SALT_BYTES + " bytes"),
                        Importance.HIGH,
                        "The secret salt of mode hash: at least 32 random bytes in base64, for example from `openssl rand -base64 "
                                + "32`, handed in by a config provider.",
                        HASH_GROUP,
                        1,
                        Width.LONG,
                        "Salt")
                .define(
                        HASH_DIGITS,
                        ConfigDef.Type.INT,
                        MOST_DIGITS,
                        Range.between(LEAST_DIGITS, MOST_DIGITS),
                        Importance.LOW,
                        "How many of the 64 hexadecimal digits of the hash are kept. Of 16 digits no two in a hundred million "
                                + "values are likely to be the same.",
                        HASH_GROUP,
                        2,
                        Width.SHORT,
                        "Digits");
    }

    /**
     * Returns what masks rows as the options ask for.
     *
     * @throws ConfigException if they do not fit together
     */
    public static RowEditor editor(AbstractConfig config) {
        List<String> fields = FieldOptions.fields(config);
        checkFields(fields);
        return new RowEditor(
                new FieldsEdit(fields, new MaskingCodec(mask(config)), FieldOptions.ignoresMissing(config)));
    }

    /**
     * Returns the mask that the options ask for.
     *
     * @throws ConfigException if they do not fit together
     */
    private static Mask mask(AbstractConfig config) {
        checkSaltAndMode(config.values());
        Password salt = config.getPassword(SALT);
        if (salt != null) {
            return new SaltedHash(saltOf(salt), config.getInt(HASH_DIGITS));
        }
        return Mask.partial(
                config.getInt(KEEP_PREFIX),
                config.getInt(KEEP_SUFFIX),
                config.getString(CHARACTER).charAt(0));
    }

    private static void checkFields(List<?> fields) {
        if (fields.isEmpty()) {
            throw new ConfigException("Option " + FieldOptions.FIELDS + " is empty; without it nothing is masked");
        }
    }

    private static void checkSaltAndMode(Map<String, ?> values) {
        if (!(values.get(MODE) instanceof String mode)) {
            return;
        }
        boolean hash = mode.toLowerCase(Locale.ROOT).equals(HASH);
        boolean salt = values.get(SALT) != null;
        if (hash != salt) {
            throw new ConfigException(
                    hash
                            ? "Option " + MODE + " is hash, which needs a secret: set " + SALT
                            : "Option " + SALT + " is set, but " + MODE + " is partial, which takes none: use hash");
        }
    }

    private static void checkCharacter(String option, @Nullable Object value) {
        if (Objects.toString(value, "").length() != 1) {
            throw new ConfigException(option, value, "It has to be one character");
        }
    }

    private static void checkSalt(String option, @Nullable Object value) {
        if (value instanceof Password password) {
            saltOf(password);
        }
    }

    /** Decodes the salt. No message and no cause contains any of it. */
    private static byte[] saltOf(Password password) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(password.value());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("Option " + SALT + " is not base64");
        }
        if (bytes.length < LEAST_SALT_BYTES) {
            throw new ConfigException(
                    "Option " + SALT + " holds " + bytes.length + " bytes, and needs at least " + LEAST_SALT_BYTES);
        }
        return bytes;
    }
}
