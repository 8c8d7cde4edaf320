package io.odsconnect.smt.metadata;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Reads options of the form {@code name:what,name:what}, as Kafka's {@code ReplaceField} has them for its renames. */
public final class MetadataList {

    private MetadataList() {}

    /**
     * Returns what the option asks for.
     *
     * @throws ConfigException if an item has another form, asks for what there is not, or a name stands twice
     */
    static List<Metadatum> parse(String option, List<String> items, MetadataCatalogue catalogue) {
        List<Metadatum> metadata = new ArrayList<>(items.size());
        Set<String> names = new HashSet<>();
        for (String item : items) {
            int colon = item.indexOf(':');
            if (colon <= 0) {
                throw new ConfigException(option, item, "It has to be name:what, for example op:operation");
            }
            String name = item.substring(0, colon).trim();
            String what = item.substring(colon + 1).trim();
            Metadatum metadatum = catalogue.find(name, what);
            if (metadatum == null) {
                throw new ConfigException(option, item, "There is no " + what + ", only " + catalogue.names());
            }
            if (!names.add(name)) {
                throw new ConfigException(option, item, "The name " + name + " stands twice");
            }
            metadata.add(metadatum);
        }
        return List.copyOf(metadata);
    }

    /** Returns the validator of such options. */
    public static ConfigDef.Validator validator() {
        MetadataCatalogue catalogue = new MetadataCatalogue(Clock.systemUTC());
        return ConfigDef.LambdaValidator.with(
                (option, value) -> parse(option, items(value), catalogue),
                () -> "name:what, where what is one of " + catalogue.names());
    }

    private static List<String> items(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
