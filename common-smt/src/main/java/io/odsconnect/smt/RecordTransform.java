package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RecordStep;
import io.odsconnect.smt.record.TransformOptions;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * What transforms share around the one step that each of them is: version, options, how a record fails, and that the marker
 * at the end of a compare run passes unchanged. For those that drop no records.
 */
abstract class RecordTransform<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    private final String name;
    private final RecordPart part;
    private final ConfigDef options;
    private final Function<AbstractConfig, RecordStep<R>> steps;
    private @Nullable RecordStep<R> step;

    /**
     * Makes a transform.
     *
     * @param name the transform in errors
     * @param part the part of a record that it is for, in errors
     * @param options its options
     * @param steps makes the step from the options, and throws a ConfigException where they do not fit together
     */
    RecordTransform(String name, RecordPart part, ConfigDef options, Function<AbstractConfig, RecordStep<R>> steps) {
        this.name = name;
        this.part = part;
        this.options = options;
        this.steps = steps;
    }

    @Override
    public final String version() {
        return Version.current();
    }

    @Override
    public final ConfigDef config() {
        return options;
    }

    @Override
    public final void configure(Map<String, ?> props) {
        close();
        step = steps.apply(TransformOptions.parse(name, options, props));
    }

    @Override
    public final R apply(R record) {
        RecordStep<R> ready = step;
        if (ready == null) {
            throw new IllegalStateException(name + " is not configured");
        }
        if (RunMarker.isMarker(record)) {
            return record;
        }
        try {
            return ready.apply(record);
        } catch (DataException e) {
            throw Failures.of(name, part.word(), record, e);
        } catch (RuntimeException e) {
            throw Failures.unforeseen(name, part.word(), record, e);
        }
    }

    @Override
    public final void close() {
        RecordStep<R> ready = step;
        step = null;
        if (ready != null) {
            ready.close();
        }
    }
}
