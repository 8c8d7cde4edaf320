package io.odsconnect.cassandra.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Checks {@code datacenter:copies} pairs. */
final class ReplicationValidator implements ConfigDef.Validator {

    private static final Pattern PAIR = Pattern.compile("([^:']+):([1-9]\\d{0,2})");

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (value instanceof List<?> pairs) {
            var unused = parse(name, pairs.stream().map(String::valueOf).toList());
        }
    }

    /** Returns the number of copies by data centre. */
    static Map<String, Integer> parse(String option, List<String> pairs) {
        Map<String, Integer> copies = new LinkedHashMap<>();
        for (String pair : pairs) {
            Matcher matcher = PAIR.matcher(pair.strip());
            if (!matcher.matches() || copies.put(matcher.group(1), Integer.valueOf(matcher.group(2))) != null) {
                throw new ConfigException(option, pair, "Write each data centre once, as datacenter:copies.");
            }
        }
        return copies;
    }

    @Override
    public String toString() {
        return "list of datacenter:copies";
    }
}
