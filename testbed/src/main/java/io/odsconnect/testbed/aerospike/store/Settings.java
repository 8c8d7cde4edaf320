package io.odsconnect.testbed.aerospike.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be set of a namespace while the server runs, as far as the stand-in acts by it. The names are the server's. Safe
 * for use by several threads.
 */
public final class Settings {

    private static final String STOP_WRITES_COUNT = "stop-writes-count";

    private final Map<String, String> ofNamespace = new ConcurrentHashMap<>(Map.of(
            "nsup-period", "120",
            "allow-ttl-without-nsup", "false",
            "default-ttl", "0",
            "conflict-resolution-policy", "generation",
            "conflict-resolve-writes", "false",
            "max-record-size", "1048576",
            "strong-consistency", "false"));

    private final Map<String, Long> mostRecords = new ConcurrentHashMap<>();

    /** Sets one of the namespace's; false if there is none such, or it takes no such value. */
    public boolean set(String name, String value) {
        boolean valid = switch (name) {
            case "nsup-period" -> value.matches("\\d{1,9}");
            case "default-ttl" -> value.matches("\\d{1,9}");
            case "allow-ttl-without-nsup" -> value.matches("true|false");
            case "conflict-resolution-policy" -> value.matches("generation|last-update-time");
            default -> false;
        };
        if (valid) {
            ofNamespace.put(name, value);
        }
        return valid;
    }

    /** Sets one of a set's; false if there is none such, or it takes no such value. */
    public boolean set(String set, String name, String value) {
        boolean valid = name.equals(STOP_WRITES_COUNT) && value.matches("\\d{1,18}");
        if (valid) {
            mostRecords.put(set, Long.valueOf(value));
        }
        return valid;
    }

    /** Returns all of the namespace's, by name. */
    public Map<String, String> all() {
        return new TreeMap<>(ofNamespace);
    }

    /** Returns how many records a set may have before none is made in it; 0 for any number. */
    public long mostRecords(String set) {
        return mostRecords.getOrDefault(set, 0L);
    }

    int defaultTtl() {
        return Integer.parseInt(ofNamespace.getOrDefault("default-ttl", "0"));
    }

    /** Says whether a record may be given an end. */
    boolean takesTtl() {
        return !"0".equals(ofNamespace.get("nsup-period")) || "true".equals(ofNamespace.get("allow-ttl-without-nsup"));
    }
}
