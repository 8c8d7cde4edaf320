package io.odsconnect.smt.crypto;

import io.odsconnect.common.event.Row;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.SchemaCache;
import io.odsconnect.smt.fields.FieldCodec;
import io.odsconnect.smt.fields.FieldOptions;
import io.odsconnect.smt.fields.FieldsEdit;
import io.odsconnect.smt.record.Envelope;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import io.odsconnect.smt.record.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Applies a codec to the key or value of records. Not safe for use by several threads. */
final class RecordCoder {

    private final RecordPart part;
    private final FieldCodec codec;
    private final Template context;
    private final boolean contextIsTopic;
    private final boolean contextNeedsRows;
    private final boolean whole;
    private final RowEditor editor;
    private final SchemaCache<Schema> wholeSchemas;
    private final Rows rows = new Rows();

    RecordCoder(CryptoOptions options, RecordPart part, FieldCodec codec) {
        this.part = part;
        this.codec = codec;
        this.context = options.context();
        this.contextIsTopic = context.toString().equals(CryptoOptions.TOPIC);
        this.contextNeedsRows = context.hasFieldsOfRecord();
        this.whole = options.fields().isEmpty();
        this.editor = new RowEditor(new FieldsEdit(options.fields(), codec, options.ignoreMissing()));
        this.wholeSchemas = new SchemaCache<>(codec::schema);
    }

    /** Returns the names that a codec gets: those of the fields, or the empty one for a key or value as a whole. */
    static List<String> names(CryptoOptions options) {
        return options.fields().isEmpty() ? List.of("") : options.fields();
    }

    /**
     * Returns the coded key or value with its schema; what comes in stays as it is.
     *
     * @throws DataException if it cannot be coded; tells the field and no value
     */
    SchemaAndValue code(ConnectRecord<?> record, Object value) {
        codec.start(context(record));
        Schema schema = part.schema(record);
        return whole ? codeWhole(schema, value) : editor.edit(schema, value);
    }

    private SchemaAndValue codeWhole(@Nullable Schema schema, Object value) {
        if (value instanceof Struct || value instanceof Map) {
            throw new DataException("It is a struct or map: name the fields in option " + FieldOptions.FIELDS);
        }
        try {
            Schema coded = schema == null ? null : wholeSchemas.get(schema);
            codec.row(new @Nullable Object[] {value});
            return new SchemaAndValue(coded, codec.code(0, schema, value));
        } catch (DataException e) {
            throw new DataException("It " + e.getMessage());
        }
    }

    private String context(ConnectRecord<?> record) {
        if (contextIsTopic) {
            return record.topic();
        }
        if (!contextNeedsRows) {
            return context.expand(record.topic(), null, null, record.headers());
        }
        Optional<Envelope> envelope = Envelope.of(record.value());
        Row row = envelope.isPresent() ? row(null, envelope.get().row()) : row(record.valueSchema(), record.value());
        return context.expand(record.topic(), row(record.keySchema(), record.key()), row, record.headers());
    }

    private @Nullable Row row(@Nullable Schema schema, @Nullable Object value) {
        return rows.read(schema, value) instanceof Row row ? row : null;
    }
}
