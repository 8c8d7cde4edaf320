package io.odsconnect.smt.digest;

import io.odsconnect.smt.canonical.ColumnSelection;
import io.odsconnect.smt.record.TransformOptions;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options that say what digest is made of what, and where it stands: the same for making and for verifying. */
public final class DigestOptions {

    /** Option: the algorithm. */
    public static final String ALGORITHM = "algorithm";
    /** Option: the key of a keyed algorithm. */
    public static final String HMAC_KEY = "hmac.key";
    /** Option: how the digest is written. */
    public static final String ENCODING = "encoding";
    /** Option: the columns that the digest covers. */
    public static final String INCLUDE = "include";
    /** Option: the columns that it does not. */
    public static final String EXCLUDE = "exclude";
    /** Option: whether the values themselves are digested, or what plain JSON leaves of them. */
    public static final String FORM = "form";
    /** Option: the header that holds the digest. */
    public static final String HEADER = "header";
    /** Option: the field that holds the digest in place of a header. */
    public static final String FIELD = "field";

    /** The header that holds the digest unless {@link #HEADER} or {@link #FIELD} says otherwise. */
    public static final String HEADER_DEFAULT = "odsconnect.digest";

    private static final String LOGICAL = "logical";
    private static final String PLAIN_JSON = "plain-json";
    private static final String DIGEST_GROUP = "Digest";
    private static final String PLACE_GROUP = "Place";
    private static final int LEAST_KEY_BYTES = 32;

    private final DigestAlgorithm algorithm;
    private final DigestEncoding encoding;
    private final byte @Nullable [] key;
    private final ColumnSelection columns;
    private final boolean plainJson;
    private final @Nullable String header;
    private final @Nullable String field;

    /**
     * Reads the options.
     *
     * @throws ConfigException if they do not fit together
     */
    public DigestOptions(AbstractConfig config) {
        algorithm = DigestAlgorithm.ofTitle(config.getString(ALGORITHM));
        encoding = DigestEncoding.valueOf(config.getString(ENCODING).toUpperCase(Locale.ROOT));
        Password password = config.getPassword(HMAC_KEY);
        checkKeyAndAlgorithm(config.values());
        key = password == null ? null : keyOf(password);
        plainJson = config.getString(FORM).equalsIgnoreCase(PLAIN_JSON);
        String fieldName = config.getString(FIELD);
        field = fieldName;
        header = fieldName == null ? config.getString(HEADER) : null;
        List<String> include = config.getList(INCLUDE);
        Set<String> exclude = new HashSet<>(config.getList(EXCLUDE));
        if (fieldName != null) {
            exclude.add(fieldName);
        }
        columns = ColumnSelection.of(include, exclude);
    }

    private static void checkKeyAndAlgorithm(Map<String, ?> values) {
        if (!(values.get(ALGORITHM) instanceof String title)
                || !DigestAlgorithm.titles().contains(title.toUpperCase(Locale.ROOT))) {
            return;
        }
        DigestAlgorithm algorithm = DigestAlgorithm.ofTitle(title);
        if (algorithm.isKeyed() == (values.get(HMAC_KEY) == null)) {
            throw new ConfigException(
                    algorithm.isKeyed()
                            ? "Option " + ALGORITHM + " is " + algorithm.title() + ", which needs a key: set "
                                    + HMAC_KEY
                            : "Option " + HMAC_KEY + " is set, but " + ALGORITHM + " is " + algorithm.title()
                                    + ", which takes no key: use " + DigestAlgorithm.HMAC_SHA_256.title());
        }
    }

    /** Adds these options to a definition. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ALGORITHM,
                        ConfigDef.Type.STRING,
                        DigestAlgorithm.SHA_256.title(),
                        CaseInsensitiveValidString.in(DigestAlgorithm.titles().toArray(String[]::new)),
                        Importance.HIGH,
                        "The algorithm. SHA-256, SHA-512/256 and SHA3-256 are digests that nobody can find a second row for, "
                                + "but anybody can make. HMAC-SHA-256 needs hmac.key and can be made and checked only with it. "
                                + "CRC32C and XXH3 are checksums, cheap and good against accidents only.",
                        DIGEST_GROUP,
                        1,
                        Width.SHORT,
                        "Algorithm",
                        TransformOptions.fitting(DigestOptions::checkKeyAndAlgorithm))
                .define(
                        HMAC_KEY,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.LambdaValidator.with(
                                DigestOptions::checkKey, () -> "base64 of at least " + LEAST_KEY_BYTES + " bytes"),
                        Importance.MEDIUM,
                        "The secret key of HMAC-SHA-256: at least 32 random bytes in base64, for example from "
                                + "`openssl rand -base64 32`, handed in by a config provider.",
                        DIGEST_GROUP,
                        2,
                        Width.LONG,
                        "HMAC key")
                .define(
                        ENCODING,
                        ConfigDef.Type.STRING,
                        DigestEncoding.HEX.title(),
                        CaseInsensitiveValidString.in(DigestEncoding.titles().toArray(String[]::new)),
                        Importance.LOW,
                        "How the digest is written: hex in lower case, or base64 with padding.",
                        DIGEST_GROUP,
                        3,
                        Width.SHORT,
                        "Encoding")
                .define(
                        INCLUDE,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        "The fields of the row that the digest covers. Empty: all of them.",
                        DIGEST_GROUP,
                        4,
                        Width.LONG,
                        "Fields covered")
                .define(
                        EXCLUDE,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        "The fields of the row that the digest does not cover, such as those that a transform after it adds.",
                        DIGEST_GROUP,
                        5,
                        Width.LONG,
                        "Fields left out")
                .define(
                        FORM,
                        ConfigDef.Type.STRING,
                        LOGICAL,
                        CaseInsensitiveValidString.in(LOGICAL, PLAIN_JSON),
                        Importance.MEDIUM,
                        "What is digested. logical: the values, whatever converter carries them; needs one that keeps them, with "
                                + "schemas. plain-json: the values as Kafka's JsonConverter with schemas.enable=false leaves them "
                                + "(decimal.format BASE64, its default), so that the digest verifies behind it too. The same where "
                                + "the digest is made and where it is verified.",
                        DIGEST_GROUP,
                        6,
                        Width.SHORT,
                        "Form")
                .define(
                        HEADER,
                        ConfigDef.Type.STRING,
                        HEADER_DEFAULT,
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "The header that holds the digest. Not used where field is set.",
                        PLACE_GROUP,
                        1,
                        Width.MEDIUM,
                        "Header")
                .define(
                        FIELD,
                        ConfigDef.Type.STRING,
                        null,
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "The field of the row that holds the digest, in place of a header. In an envelope both before and "
                                + "after hold their own. The digest does not cover this field.",
                        PLACE_GROUP,
                        2,
                        Width.MEDIUM,
                        "Field");
    }

    /** Returns the header that holds the digest; null if a field does. */
    public @Nullable String header() {
        return header;
    }

    /** Returns the field that holds the digest; null if a header does. */
    public @Nullable String field() {
        return field;
    }

    /** Says whether what plain JSON leaves of the values is digested. */
    public boolean isPlainJson() {
        return plainJson;
    }

    /** Returns what makes such digests. */
    public RowDigester rowDigest() {
        return new RowDigester(algorithm.label(), algorithm.digester(key), encoding, columns, plainJson);
    }

    private static void checkKey(String option, @Nullable Object value) {
        if (value instanceof Password password) {
            keyOf(password);
        }
    }

    /** Decodes the key. No message and no cause contains any of it. */
    private static byte[] keyOf(Password password) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(password.value());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("Option " + HMAC_KEY + " is not base64");
        }
        if (bytes.length < LEAST_KEY_BYTES) {
            throw new ConfigException(
                    "Option " + HMAC_KEY + " holds " + bytes.length + " bytes, and needs at least " + LEAST_KEY_BYTES);
        }
        return bytes;
    }
}
