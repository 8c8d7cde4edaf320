package io.odsconnect.smt.crypto;

import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * Keys by their names, as a config provider hands them in: {@code ID:ALGORITHM:BASE64}, several with commas, spaces or
 * line ends between them. Immutable. Neither its messages nor its {@link #toString()} contain a key.
 */
final class Keyset {

    private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, FieldKey> keys;

    private Keyset(Map<String, FieldKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads a keyset.
     *
     * @param option the option it stands in, for the error
     * @throws ConfigException if it is empty, an item has another form, a key has not the length that its algorithm needs,
     *     or a name or a key is listed twice; the message names the item and contains no key
     */
    static Keyset parse(String option, Password text) {
        Map<String, FieldKey> keys = new LinkedHashMap<>();
        int place = 0;
        for (String item : BETWEEN.split(text.value().strip(), -1)) {
            place++;
            FieldKey key = key("Item " + place + " of option " + option, List.of(item.split(":", -1)));
            for (FieldKey other : keys.values()) {
                if (other.isSameSecretAs(key)) {
                    throw new ConfigException("Option " + option + " has the same secret for " + other + " and " + key
                            + "; each needs one of its own");
                }
            }
            if (keys.put(key.id(), key) != null) {
                throw new ConfigException("Option " + option + " has two keys of the name " + key.id());
            }
        }
        return new Keyset(keys);
    }

    private static FieldKey key(String place, List<String> words) {
        if (words.size() != 3 || !ID.matcher(words.get(0)).matches()) {
            throw new ConfigException(
                    place + " has not the form ID:ALGORITHM:BASE64, with an ID of at most 64 letters, "
                            + "digits, dots, dashes and underscores");
        }
        String id = words.get(0);
        FieldAlgorithm algorithm;
        try {
            algorithm = FieldAlgorithm.ofTitle(words.get(1));
        } catch (ConfigException e) {
            throw new ConfigException(place + ", key " + id + ", names no algorithm of " + FieldAlgorithm.titles());
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(words.get(2));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(place + ", key " + id + ", is not base64");
        }
        if (bytes.length != algorithm.keyBytes()) {
            throw new ConfigException(place + ", key " + id + ", has " + bytes.length + " bytes, and "
                    + algorithm.title() + " needs " + algorithm.keyBytes());
        }
        return new FieldKey(id, algorithm, bytes);
    }

    /** Returns whether a text may be a key's name, so that a message may contain it. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Returns the keys for an algorithm, in the order of the keyset. */
    Collection<FieldKey> of(FieldAlgorithm algorithm) {
        return keys.values().stream()
                .filter(key -> key.algorithm() == algorithm)
                .toList();
    }

    /** Returns the key of this name; empty if there is none. */
    Optional<FieldKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Returns the names. */
    @Override
    public String toString() {
        return "Keyset" + keys.keySet();
    }
}
