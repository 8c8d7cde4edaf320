package io.odsconnect.smt.predicates;

import io.odsconnect.common.Version;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.RecordFacts;
import io.odsconnect.smt.record.TransformOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** True for a record with one of the named operations. A tombstone is a delete. */
public final class HasOperation<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "True for a record with one of the named operations. A tombstone is a delete.";

    /** Option: the operations. */
    public static final String OPERATIONS = "operations";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    OPERATIONS,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ValidList.in(codes()),
                    Importance.HIGH,
                    "The operations: r for a bulk row, c for an add, u for an update, d for a delete.");

    private Set<Operation> operations = Set.of();

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void configure(Map<String, ?> props) {
        List<String> codes =
                TransformOptions.parse("HasOperation", CONFIG_DEF, props).getList(OPERATIONS);
        if (codes.isEmpty()) {
            throw new ConfigException("Option " + OPERATIONS + " is empty; name at least one operation");
        }
        operations = codes.stream()
                .map(code -> Operation.ofCode(code).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean test(R record) {
        return RecordFacts.of(record).operation().filter(operations::contains).isPresent();
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    private static String[] codes() {
        return Arrays.stream(Operation.values()).map(Operation::code).toArray(String[]::new);
    }
}
