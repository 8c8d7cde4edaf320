package io.odsconnect.smt.crypto;

import io.odsconnect.smt.fields.FieldCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Encrypts fields with FF1, and gives the header that says with which key and holds the tags of the rows. */
final class Ff1EncryptCodec implements FieldCodec {

    private final FieldKey key;
    private final FormatPreserving cipher;
    private final RowTags tags;
    private final List<@Nullable Object[]> rows = new ArrayList<>(2);
    private String context = "";

    Ff1EncryptCodec(FieldKey key, TextFormat format, List<String> fields) {
        this.key = key;
        this.cipher = new FormatPreserving(key, format);
        this.tags = new RowTags(key, fields);
    }

    @Override
    public Schema schema(Schema field) {
        return text(field);
    }

    /** Returns a field's schema if it is one of texts. */
    static Schema text(Schema field) {
        if (field.type() != Schema.Type.STRING) {
            throw new DataException(
                    "is of type " + field.type() + ", and FF1 is for texts; make it one with Kafka's Cast");
        }
        return field;
    }

    @Override
    public void start(String newContext) {
        context = newContext;
        rows.clear();
    }

    @Override
    public void row(@Nullable Object[] values) {
        rows.add(new @Nullable Object[values.length]);
    }

    @Override
    public Object code(int field, @Nullable Schema schema, Object value) {
        if (!(value instanceof String text)) {
            throw new DataException("is no text, and FF1 is for texts");
        }
        String encrypted = cipher.encrypt(context, text);
        rows.get(rows.size() - 1)[field] = encrypted;
        return encrypted;
    }

    /** Returns the header for the record that was coded last. */
    Ff1Header header() {
        return new Ff1Header(
                key.id(), rows.stream().map(row -> tags.of(context, row)).toList());
    }
}
