package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.common.event.Envelope;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.FlatFields;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.RecordFacts;
import io.odsconnect.smt.record.AddedFields;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import io.odsconnect.smt.record.TransformOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Turns an envelope into its row, for sinks that know rows only: {@code after}, with the fields {@code __op},
 * {@code __position} and {@code __deleted} behind its own. What is no envelope passes unchanged, and so does an envelope
 * that is not about a row.
 */
public final class FlattenEnvelope<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Turn an envelope into its row, with the operation, the position and whether it is deleted in fields of their own.";

    private static final String NAME = "FlattenEnvelope";

    /** Option: what a delete becomes. */
    public static final String DELETE_HANDLING_MODE = "delete.handling.mode";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    DELETE_HANDLING_MODE,
                    ConfigDef.Type.STRING,
                    DeleteMode.REWRITE.title(),
                    CaseInsensitiveValidString.in(
                            DeleteMode.REWRITE.title(), DeleteMode.TOMBSTONE.title(), DeleteMode.DROP.title()),
                    Importance.HIGH,
                    "What a delete becomes. rewrite: the row before it, with __deleted true; a tombstone where the event does "
                            + "not have that row. tombstone: a record without value. drop: nothing, for where the source writes "
                            + "a tombstone after each delete.");

    private enum DeleteMode {
        REWRITE,
        TOMBSTONE,
        DROP;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Flattening flattening = new Flattening();
    private DeleteMode deleteMode = DeleteMode.REWRITE;

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
        String mode = TransformOptions.parse(NAME, CONFIG_DEF, props).getString(DELETE_HANDLING_MODE);
        deleteMode = DeleteMode.valueOf(mode.toUpperCase(Locale.ROOT));
        flattening = new Flattening();
    }

    /** Returns the record that goes on; null to drop it, which the other transforms do not. */
    @Override
    public @Nullable R apply(R record) {
        try {
            return flat(record);
        } catch (DataException e) {
            throw Failures.of(NAME, RecordPart.VALUE.word(), record, e);
        } catch (RuntimeException e) {
            throw Failures.unforeseen(NAME, RecordPart.VALUE.word(), record, e);
        }
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    /** The edit that adds the fields, and what goes into the row at hand. */
    private static final class Flattening {

        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final RowEditor editor;

        Flattening() {
            Map<String, Schema> fields = new LinkedHashMap<>();
            fields.put(FlatFields.OP, Schema.OPTIONAL_STRING_SCHEMA);
            fields.put(FlatFields.POSITION, Schema.OPTIONAL_INT64_SCHEMA);
            fields.put(FlatFields.DELETED, Schema.OPTIONAL_STRING_SCHEMA);
            editor = new RowEditor(new AddedFields(fields, (row, edited) -> values.forEach(edited::put)));
        }

        SchemaAndValue of(Object row, Operation operation, @Nullable Long position) {
            values.put(FlatFields.OP, operation.code());
            values.put(FlatFields.POSITION, position);
            values.put(FlatFields.DELETED, String.valueOf(operation == Operation.DELETE));
            return editor.edit(null, row);
        }
    }

    private @Nullable R flat(R record) {
        Optional<Envelope> envelope = Envelope.of(record.value());
        Optional<Operation> operation = envelope.flatMap(Envelope::operation);
        if (envelope.isEmpty() || operation.isEmpty()) {
            return record;
        }
        Object row = envelope.get().row();
        Long position = RecordFacts.of(record).position();
        boolean delete = operation.get() == Operation.DELETE;
        if (delete && deleteMode == DeleteMode.DROP) {
            return null;
        }
        if (delete && (deleteMode == DeleteMode.TOMBSTONE || row == null)) {
            return tombstone(record, position);
        }
        if (row == null) {
            throw new DataException(
                    "The envelope has operation " + operation.get().code() + " and no row after it");
        }
        return RecordPart.VALUE.with(record, flattening.of(row, operation.get(), position));
    }

    /** A tombstone has no value to carry the position; our sinks look for it in a header then. */
    private R tombstone(R record, @Nullable Long position) {
        R tombstone = RecordPart.VALUE.with(record, SchemaAndValue.NULL);
        return position == null
                ? tombstone
                : RecordHeaders.with(tombstone, EnvelopeFields.POSITION_HEADER, Schema.INT64_SCHEMA, position);
    }
}
