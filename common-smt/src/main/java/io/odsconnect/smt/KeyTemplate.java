package io.odsconnect.smt;

import io.odsconnect.common.event.Envelope;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.Utf8;
import io.odsconnect.smt.record.KeyHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.Rows;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record's key a text from fields of the key, the row and the headers. In an envelope the row is
 * {@code after}, or {@code before} for a delete.
 *
 * <p>A tombstone gets its key in the same way, from what it has. Where that is not enough it is an error: a tombstone
 * that kept its old key would delete nothing, without an error.
 *
 * <p>The keys in the headers of a key change become such texts too, from their own fields.
 */
public final class KeyTemplate<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Make the record's key a text from fields of the key, the row and the headers.";

    /** Option: the template. */
    public static final String TEMPLATE = "template";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    TEMPLATE,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Template.validator(),
                    Importance.HIGH,
                    "The new key, a text with fields in braces, such as client:{CLIENT_ID}:card:{CARD_NO}.");

    /** Called by the worker. */
    public KeyTemplate() {
        super("KeyTemplate", RecordPart.KEY, CONFIG_DEF, config -> {
            Template template = Template.parse(TEMPLATE, config.getString(TEMPLATE));
            Rows rows = new Rows();
            return record -> apply(template, rows, record);
        });
    }

    private static <R extends ConnectRecord<R>> R apply(Template template, Rows rows, R record) {
        Optional<Envelope> envelope = Envelope.of(record.value());
        Row value = envelope.isPresent()
                ? row(rows, null, envelope.get().row())
                : row(rows, record.valueSchema(), record.value());
        Headers headers = record.headers();
        String key = template.expand(record.topic(), row(rows, record.keySchema(), record.key()), value, headers);
        return RecordPart.KEY.with(
                record, text(key), KeyHeaders.edit(headers, other -> ofHeader(template, rows, record, other)));
    }

    /**
     * A key in a header becomes what the template makes of it. Where the template needs what is not in it, the header goes:
     * it would contain a key that no record has.
     */
    private static @Nullable SchemaAndValue ofHeader(
            Template template, Rows rows, ConnectRecord<?> record, @Nullable SchemaAndValue key) {
        try {
            Row fields = key == null ? null : row(rows, key.schema(), key.value());
            return text(template.expand(record.topic(), fields, null, record.headers()));
        } catch (DataException e) {
            return null;
        }
    }

    private static SchemaAndValue text(String key) {
        try {
            return new SchemaAndValue(Schema.STRING_SCHEMA, Utf8.checked(key));
        } catch (DataException e) {
            throw new DataException("The new key " + e.getMessage());
        }
    }

    private static @Nullable Row row(Rows rows, @Nullable Schema schema, @Nullable Object value) {
        return rows.read(schema, value) instanceof Row row ? row : null;
    }
}
