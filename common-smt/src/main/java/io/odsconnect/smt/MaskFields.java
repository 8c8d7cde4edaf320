package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.smt.fields.FieldOptions;
import io.odsconnect.smt.fields.FieldsEdit;
import io.odsconnect.smt.mask.MaskOptions;
import io.odsconnect.smt.mask.MaskingCodec;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Masks fields of the row for good: in an envelope those of {@code before} and {@code after} alike. Beyond Kafka's own
 * {@code MaskField} it keeps characters at the beginning and end, or puts a salted hash in the value's place. Nulls stay
 * null, and tombstones pass.
 */
public abstract class MaskFields<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Mask fields for good, all but some characters at the beginning and end, or with a salted hash."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = MaskOptions.definition();

    private final RecordPart part;
    private @Nullable RowEditor editor;

    MaskFields(RecordPart part) {
        this.part = part;
    }

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
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
        List<String> fields = FieldOptions.fields(config);
        if (fields.isEmpty()) {
            throw new ConfigException("Option " + FieldOptions.FIELDS + " is empty; without it nothing is masked");
        }
        editor = new RowEditor(new FieldsEdit(
                fields, new MaskingCodec(MaskOptions.mask(config)), FieldOptions.ignoresMissing(config)));
    }

    @Override
    public R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        if (editor == null) {
            throw new IllegalStateException("MaskFields is not configured");
        }
        try {
            return part.with(record, editor.edit(part.schema(record), value));
        } catch (DataException e) {
            throw Failures.of("MaskFields", part.word(), record, e);
        }
    }

    @Override
    public void close() {
        editor = null;
    }

    /** Masks the key. */
    public static final class Key<R extends ConnectRecord<R>> extends MaskFields<R> {

        /** Called by the worker. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Masks the value. */
    public static final class Value<R extends ConnectRecord<R>> extends MaskFields<R> {

        /** Called by the worker. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
