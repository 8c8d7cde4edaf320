package io.odsconnect.cassandra.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Checks {@code FIELD:column} pairs. */
final class ColumnMappingValidator implements ConfigDef.Validator {

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (value instanceof List<?> pairs) {
            var unused = parse(name, pairs.stream().map(String::valueOf).toList());
        }
    }

    /** Returns columns by the fields that they are filled from. */
    static Map<String, String> parse(String option, List<String> pairs) {
        Map<String, String> columns = new HashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon <= 0 || colon == pair.length() - 1) {
                throw new ConfigException(option, pair, "Write each as FIELD:column.");
            }
            String field = pair.substring(0, colon).strip();
            if (columns.put(field, pair.substring(colon + 1).strip()) != null) {
                throw new ConfigException(option, pair, "Field " + field + " is mapped twice.");
            }
        }
        return columns;
    }

    @Override
    public String toString() {
        return "list of FIELD:column";
    }
}
