package io.odsconnect.smt.predicates;

import io.odsconnect.common.Version;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.RecordFacts;
import io.odsconnect.smt.record.TransformOptions;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** True for a row of a bulk load: operation {@code r}. */
public final class IsBulk<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC = "True for a row of a bulk load or snapshot, operation <code>r</code>.";

    /** It has no options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef();

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
        var unused = TransformOptions.parse("IsBulk", CONFIG_DEF, props);
    }

    @Override
    public boolean test(R record) {
        return RecordFacts.of(record).operation().filter(Operation.READ::equals).isPresent();
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
