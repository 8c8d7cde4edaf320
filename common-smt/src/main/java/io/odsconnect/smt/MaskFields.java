package io.odsconnect.smt;

import io.odsconnect.smt.mask.MaskOptions;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Masks fields of the row for good: in an envelope those of {@code before} and {@code after} alike, in a key also those of
 * the headers that hold one. Beyond Kafka's own {@code MaskField} it keeps characters at the beginning and end, or puts a
 * salted hash in the value's place. Nulls stay null, and tombstones pass.
 */
public abstract class MaskFields<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Mask fields for good, all but some characters at the beginning and end, or with a salted hash."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = MaskOptions.definition();

    MaskFields(RecordPart part) {
        super("MaskFields", part, CONFIG_DEF, config -> {
            RowEditor editor = MaskOptions.editor(config);
            return record -> part.edit(record, editor);
        });
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
