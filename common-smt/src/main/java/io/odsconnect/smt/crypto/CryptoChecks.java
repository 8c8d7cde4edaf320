package io.odsconnect.smt.crypto;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Whether the {@link CryptoOptions} fit together: each check is of one option beside the others, so that validation shows the
 * mistake with that option. A check passes where an option that it needs is missing or wrong itself, which is reported elsewhere.
 */
final class CryptoChecks {

    /** A brace that is none of two. */
    private static final Pattern FIELD_OF_VALUE = Pattern.compile("(?<!\\{)(\\{\\{)*\\{value\\.");

    private CryptoChecks() {}

    /**
     * Makes all checks.
     *
     * @param encryptsKey whether it is the key of records that is encrypted
     * @throws ConfigException if the options do not fit together
     */
    static void all(Map<String, ?> values, boolean encryptsKey) {
        algorithm(values, encryptsKey);
        context(values, encryptsKey);
        keyset(values);
        keyId(values);
        luhn(values);
        unsuitable(values);
    }

    /** A key that is another one each time would make an update of a row another row, and its delete delete nothing. */
    static void algorithm(Map<String, ?> values, boolean encryptsKey) {
        if (encryptsKey && algorithmOf(values) == FieldAlgorithm.AES_256_GCM) {
            throw new ConfigException(
                    "Option " + CryptoOptions.ALGORITHM + " is AES-256-GCM, which encrypts equal values"
                            + " differently: each change of a row would get a key of its own. Use AES-256-SIV for keys, or FF1 if"
                            + " they have to keep their form");
        }
    }

    /** What is not in the key may change while the row stays the same, and tombstones do not have it. */
    static void context(Map<String, ?> values, boolean encryptsKey) {
        if (encryptsKey
                && values.get(CryptoOptions.CONTEXT) instanceof String text
                && FIELD_OF_VALUE.matcher(text).find()) {
            throw new ConfigException(
                    "Option " + CryptoOptions.CONTEXT + " has a field of the value, and keys cannot be"
                            + " bound to one: tombstones do not have it, and it may change. Use a text, {topic} or {key.X}");
        }
    }

    static void keyset(Map<String, ?> values) {
        FieldAlgorithm algorithm = algorithmOf(values);
        Keyset keyset = keysetOf(values);
        if (algorithm != null && keyset != null && keyset.of(algorithm).isEmpty()) {
            throw new ConfigException("Option " + CryptoOptions.KEYSET + " has no key for " + algorithm.title()
                    + ", which option " + CryptoOptions.ALGORITHM + " asks for");
        }
    }

    static void keyId(Map<String, ?> values) {
        FieldAlgorithm algorithm = algorithmOf(values);
        Keyset keyset = keysetOf(values);
        if (algorithm == null || keyset == null || !(values.get(CryptoOptions.KEY_ID) instanceof String id)) {
            return;
        }
        FieldKey key = keyset.find(id)
                .orElseThrow(() -> new ConfigException("Option " + CryptoOptions.KEYSET + " has no key " + id
                        + ", which option " + CryptoOptions.KEY_ID + " names"));
        if (key.algorithm() != algorithm) {
            throw new ConfigException("Option " + CryptoOptions.KEY_ID + " names the " + key + ", and option "
                    + CryptoOptions.ALGORITHM + " is " + algorithm.title());
        }
    }

    static void luhn(Map<String, ?> values) {
        if (Boolean.TRUE.equals(values.get(CryptoOptions.FF1_LUHN))
                && values.get(CryptoOptions.FF1_ALPHABET) instanceof String alphabet
                && !alphabet.equals(CryptoOptions.DIGITS)) {
            throw new ConfigException("Option " + CryptoOptions.FF1_LUHN + " is for numbers: leave "
                    + CryptoOptions.FF1_ALPHABET + " as " + CryptoOptions.DIGITS);
        }
    }

    static void unsuitable(Map<String, ?> values) {
        Keyset keyset = keysetOf(values);
        String siv = FieldAlgorithm.AES_256_SIV.title();
        if (keyset == null
                || !(values.get(CryptoOptions.FF1_ON_UNSUITABLE) instanceof String word)
                || !word.equalsIgnoreCase(siv)) {
            return;
        }
        if (algorithmOf(values) != FieldAlgorithm.FF1) {
            throw new ConfigException("Option " + CryptoOptions.FF1_ON_UNSUITABLE + " is for " + CryptoOptions.ALGORITHM
                    + "=FF1: leave it out");
        }
        if (keyset.of(FieldAlgorithm.AES_256_SIV).isEmpty()) {
            throw new ConfigException("Option " + CryptoOptions.FF1_ON_UNSUITABLE + " is " + siv
                    + ": add a key for that" + " to option " + CryptoOptions.KEYSET);
        }
    }

    private static @Nullable FieldAlgorithm algorithmOf(Map<String, ?> values) {
        return values.get(CryptoOptions.ALGORITHM) instanceof String title
                        && FieldAlgorithm.titles().contains(title.toUpperCase(Locale.ROOT))
                ? FieldAlgorithm.ofTitle(title)
                : null;
    }

    private static @Nullable Keyset keysetOf(Map<String, ?> values) {
        try {
            return values.get(CryptoOptions.KEYSET) instanceof Password text
                    ? Keyset.parse(CryptoOptions.KEYSET, text)
                    : null;
        } catch (ConfigException e) {
            return null;
        }
    }
}
