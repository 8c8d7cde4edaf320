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
     * @param ofKey whether it goes into keys, which may hold only what is the same for all events of a row
     * @throws ConfigException if an item has another form, asks for what there is not or may not be, or a name stands twice
     */
    static List<Metadatum> parse(String option, List<String> items, MetadataCatalogue catalogue, boolean ofKey) {
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
            if (ofKey && !MetadataCatalogue.isSameForRow(what)) {
                throw new ConfigException(
                        option,
                        item,
                        "A key has to be the same for all events of a row, and " + what
                                + " is not; insert it into the value");
            }
            if (!names.add(name)) {
                throw new ConfigException(option, item, "The name " + name + " stands twice");
            }
            metadata.add(metadatum);
        }
        return List.copyOf(metadata);
    }

    /**
     * Returns the validator of such options.
     *
     * @param ofKey whether what they ask for goes into keys
     */
    public static ConfigDef.Validator validator(boolean ofKey) {
        MetadataCatalogue catalogue = new MetadataCatalogue(Clock.systemUTC());
        return ConfigDef.LambdaValidator.with(
                (option, value) -> parse(option, items(value), catalogue, ofKey),
                () -> "name:what, where what is one of " + catalogue.names());
    }

    private static List<String> items(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
