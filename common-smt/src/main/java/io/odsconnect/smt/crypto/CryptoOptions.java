package io.odsconnect.smt.crypto;

import io.odsconnect.common.template.Template;
import io.odsconnect.smt.fields.FieldOptions;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.TransformOptions;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options that say which fields are encrypted and how: the same for encrypting and for decrypting. */
public final class CryptoOptions {

    /** Option: the algorithm. */
    public static final String ALGORITHM = "algorithm";
    /** Option: the keys. */
    public static final String KEYSET = "keyset";
    /** Option: the key that encrypts; decryption takes the one that the record names. */
    public static final String KEY_ID = "key.id";
    /** Option: what encrypted values are bound to. */
    public static final String CONTEXT = "context";
    /** Option: the characters that FF1 encrypts. */
    public static final String FF1_ALPHABET = "ff1.alphabet";
    /** Option: how many characters at the beginning FF1 leaves. */
    public static final String FF1_KEEP_PREFIX = "ff1.keep.prefix";
    /** Option: how many characters at the end FF1 leaves. */
    public static final String FF1_KEEP_SUFFIX = "ff1.keep.suffix";
    /** Option: whether what FF1 makes passes the Luhn check. */
    public static final String FF1_LUHN = "ff1.luhn";
    /** Option: what becomes of texts that FF1 cannot take. */
    public static final String FF1_ON_UNSUITABLE = "ff1.on.unsuitable";
    /** Option: the header that says with which key FF1 has encrypted. */
    public static final String FF1_HEADER = "ff1.header";

    private static final String FAIL = "fail";
    static final String DIGITS = "0123456789";
    private static final String FIELD_GROUP = "Fields";
    private static final String KEY_GROUP = "Keys";
    private static final String FF1_GROUP = "FF1";
    private static final int MOST_CHARACTERS = 256;

    private final List<String> fields;
    private final FieldAlgorithm algorithm;
    private final Keyset keyset;
    private final @Nullable String keyId;
    private final @Nullable Template context;
    private final boolean ignoreMissing;
    private final TextFormat format;
    private final boolean sealsUnsuitable;
    private final String header;

    /**
     * Reads the options.
     *
     * @param part the part of the record that they are for
     * @param encrypts whether they are those for encrypting
     * @throws ConfigException if they do not fit together
     */
    CryptoOptions(AbstractConfig config, RecordPart part, boolean encrypts) {
        CryptoChecks.all(config.values(), encrypts && part == RecordPart.KEY);
        fields = FieldOptions.fields(config);
        algorithm = FieldAlgorithm.ofTitle(config.getString(ALGORITHM));
        keyset = Keyset.parse(KEYSET, config.getPassword(KEYSET));
        keyId = encrypts ? config.getString(KEY_ID) : null;
        String template = config.getString(CONTEXT);
        context = template == null ? null : Template.parse(CONTEXT, template);
        ignoreMissing = FieldOptions.ignoresMissing(config);
        format = new TextFormat(
                config.getString(FF1_ALPHABET),
                config.getInt(FF1_KEEP_PREFIX),
                config.getInt(FF1_KEEP_SUFFIX),
                config.getBoolean(FF1_LUHN));
        sealsUnsuitable = encrypts && !config.getString(FF1_ON_UNSUITABLE).equalsIgnoreCase(FAIL);
        String name = config.getString(FF1_HEADER);
        header = name == null ? "odsconnect.ff1." + part.word() : name;
    }

    /** Returns the definition of the options for decrypting. */
    public static ConfigDef forDecrypting() {
        return define(new ConfigDef(), false);
    }

    /** Returns the definition of the options for encrypting this part of records. */
    public static ConfigDef forEncrypting(RecordPart part) {
        return define(new ConfigDef(), part == RecordPart.KEY)
                .define(
                        KEY_ID,
                        ConfigDef.Type.STRING,
                        null,
                        new NonEmptyString(),
                        Importance.HIGH,
                        "The key of the keyset that encrypts. Without it, the first one for the algorithm.",
                        KEY_GROUP,
                        2,
                        Width.MEDIUM,
                        "Key that encrypts",
                        TransformOptions.fitting(CryptoChecks::keyId))
                .define(
                        FF1_ON_UNSUITABLE,
                        ConfigDef.Type.STRING,
                        FAIL,
                        CaseInsensitiveValidString.in(FAIL, FieldAlgorithm.AES_256_SIV.title()),
                        Importance.MEDIUM,
                        "What to do with a text that FF1 cannot take: one that is too short, has other characters, or does not pass "
                                + "the Luhn check. fail: fail the record. AES-256-SIV: encrypt the text with the keyset's first key "
                                + "for that, into enc1:KEYID:BASE64, which is longer than the text.",
                        FF1_GROUP,
                        5,
                        Width.SHORT,
                        "Unsuitable texts",
                        TransformOptions.fitting(CryptoChecks::unsuitable));
    }

    private static ConfigDef define(ConfigDef definition, boolean encryptsKey) {
        return defineFf1(FieldOptions.define(
                        definition,
                        "Empty: the key or value as a whole, which has to be a single value then.",
                        fields -> {})
                .define(
                        ALGORITHM,
                        ConfigDef.Type.STRING,
                        FieldAlgorithm.AES_256_GCM.title(),
                        CaseInsensitiveValidString.in(FieldAlgorithm.titles().toArray(String[]::new)),
                        Importance.HIGH,
                        "AES-256-GCM: randomized, equal values become different ones, so it encrypts no keys. AES-256-SIV: "
                                + "deterministic, equal values stay equal, for keys and joins. FF1: deterministic, and a text keeps "
                                + "its length and alphabet.",
                        FIELD_GROUP,
                        3,
                        Width.SHORT,
                        "Algorithm",
                        TransformOptions.fitting(values -> CryptoChecks.algorithm(values, encryptsKey)))
                .define(
                        CONTEXT,
                        ConfigDef.Type.STRING,
                        null,
                        Template.validator(),
                        Importance.MEDIUM,
                        "What encrypted values are bound to: a text, such as cards, or a template, such as {topic}:{key.ID}, that has "
                                + "to give the same text where they are decrypted. Without it, SCHEMA.TABLE of the record's source "
                                + "block for AES-256-GCM, the topic where a record has none; and one text for all records for the "
                                + "others, so that equal values of all tables stay equal. AES-256-GCM binds to the name of the field "
                                + "too.",
                        FIELD_GROUP,
                        4,
                        Width.MEDIUM,
                        "Context",
                        TransformOptions.fitting(values -> CryptoChecks.context(values, encryptsKey)))
                .define(
                        KEYSET,
                        ConfigDef.Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(
                                CryptoOptions::checkKeyset,
                                () -> "ID:ALGORITHM:BASE64, several with commas between them"),
                        Importance.HIGH,
                        "The secret keys, handed in by a config provider: each as ID:ALGORITHM:BASE64, several with commas or line "
                                + "ends between them. AES-256-GCM and FF1 need 32 random bytes, AES-256-SIV 64, from "
                                + "`openssl rand -base64 32` or `openssl rand -base64 64 | tr -d '\\n'`.",
                        KEY_GROUP,
                        1,
                        Width.LONG,
                        "Keyset",
                        TransformOptions.fitting(CryptoChecks::keyset)));
    }

    private static ConfigDef defineFf1(ConfigDef definition) {
        return definition
                .define(
                        FF1_ALPHABET,
                        ConfigDef.Type.STRING,
                        DIGITS,
                        ConfigDef.LambdaValidator.with(
                                CryptoOptions::checkAlphabet, () -> "2 to 256 characters, none of them twice"),
                        Importance.MEDIUM,
                        "The characters that are encrypted, and that they become.",
                        FF1_GROUP,
                        1,
                        Width.MEDIUM,
                        "Alphabet")
                .define(
                        FF1_KEEP_PREFIX,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How many characters at the beginning stay in the clear, such as the 6 of a card's BIN.",
                        FF1_GROUP,
                        2,
                        Width.SHORT,
                        "Clear at the beginning")
                .define(
                        FF1_KEEP_SUFFIX,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How many characters at the end stay in the clear, such as the last 4 of a card number.",
                        FF1_GROUP,
                        3,
                        Width.SHORT,
                        "Clear at the end")
                .define(
                        FF1_LUHN,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether numbers that pass the Luhn check become numbers that do. Others are refused then.",
                        FF1_GROUP,
                        4,
                        Width.SHORT,
                        "Luhn check",
                        TransformOptions.fitting(CryptoChecks::luhn))
                .define(
                        FF1_HEADER,
                        ConfigDef.Type.STRING,
                        null,
                        new NonEmptyString(),
                        Importance.LOW,
                        "The header with the name of the key, and the tag that shows whether the fields were changed. Without it, "
                                + "odsconnect.ff1.key or odsconnect.ff1.value.",
                        FF1_GROUP,
                        6,
                        Width.MEDIUM,
                        "Header");
    }

    List<String> fields() {
        return fields;
    }

    FieldAlgorithm algorithm() {
        return algorithm;
    }

    Keyset keyset() {
        return keyset;
    }

    /** Returns the context; null where the option is not set. */
    @Nullable
    Template context() {
        return context;
    }

    boolean ignoreMissing() {
        return ignoreMissing;
    }

    TextFormat format() {
        return format;
    }

    String header() {
        return header;
    }

    /** Returns the key that encrypts. */
    FieldKey encryptingKey() {
        return keyId == null ? first(algorithm) : keyset.find(keyId).orElseThrow();
    }

    /** Returns the key for texts that FF1 cannot take; null to refuse them. */
    @Nullable
    FieldKey keyForUnsuitable() {
        return sealsUnsuitable ? first(FieldAlgorithm.AES_256_SIV) : null;
    }

    private FieldKey first(FieldAlgorithm wanted) {
        return keyset.of(wanted).iterator().next();
    }

    private static void checkKeyset(String option, @Nullable Object value) {
        if (value instanceof Password password) {
            var unused = Keyset.parse(option, password);
        }
    }

    private static void checkAlphabet(String option, @Nullable Object value) {
        String alphabet = Objects.toString(value, "");
        boolean once = alphabet.chars().distinct().count() == alphabet.length();
        boolean whole = alphabet.chars().noneMatch(c -> Character.isSurrogate((char) c));
        if (alphabet.length() < 2 || alphabet.length() > MOST_CHARACTERS || !once || !whole) {
            throw new ConfigException(
                    option, value, "It has to be 2 to 256 characters of the basic plane, none of them twice");
        }
    }
}
