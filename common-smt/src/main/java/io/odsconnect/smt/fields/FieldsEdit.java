package io.odsconnect.smt.fields;

import io.odsconnect.smt.record.RowEdit;
import io.odsconnect.smt.record.RowEditor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The edit that codes the chosen fields of a row and leaves the others as they are. Nulls stay null. Not safe for use by
 * several threads.
 */
public final class FieldsEdit implements RowEdit {

    private static final @Nullable Field[] NO_FIELDS = new @Nullable Field[0];

    private final List<String> fields;
    private final FieldCodec codec;
    private final boolean ignoreMissing;
    private @Nullable Schema lastSchema;
    private @Nullable Field[] lastFound = NO_FIELDS;

    /**
     * Makes an edit.
     *
     * @param ignoreMissing whether a row may lack a field; else that is an error, lest a misspelt name leave a secret in
     *     the clear
     */
    public FieldsEdit(List<String> fields, FieldCodec codec, boolean ignoreMissing) {
        this.fields = List.copyOf(fields);
        this.codec = codec;
        this.ignoreMissing = ignoreMissing;
    }

    @Override
    public Schema schema(Schema row) {
        Map<String, Schema> coded = new HashMap<>();
        boolean same = true;
        for (String name : fields) {
            Field field = row.field(name);
            if (field == null) {
                missing(name);
            } else {
                Schema schema = coded(name, field.schema());
                same &= schema == field.schema();
                coded.put(name, schema);
            }
        }
        if (same) {
            return row;
        }
        SchemaBuilder edited = RowEditor.copyWithoutFields(row);
        row.fields().forEach(field -> edited.field(field.name(), coded.getOrDefault(field.name(), field.schema())));
        return edited.build();
    }

    @Override
    public void values(Object row, Target edited) {
        @Nullable Field[] found = row instanceof Struct struct ? found(struct.schema()) : NO_FIELDS;
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row instanceof Struct struct ? value(struct, found[i]) : value((Map<?, ?>) row, fields.get(i));
        }
        codec.row(values);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                Field field = found.length == 0 ? null : found[i];
                try {
                    edited.put(fields.get(i), codec.code(i, field == null ? null : field.schema(), value));
                } catch (DataException e) {
                    throw failure(fields.get(i), e);
                }
            }
        }
    }

    /** Looks the fields up once for the rows of a schema. */
    private @Nullable Field[] found(Schema schema) {
        if (schema != lastSchema) {
            lastFound = fields.stream().map(schema::field).toArray(Field[]::new);
            lastSchema = schema;
        }
        return lastFound;
    }

    private static @Nullable Object value(Struct row, @Nullable Field field) {
        return field == null ? null : row.getWithoutDefault(field.name());
    }

    private @Nullable Object value(Map<?, ?> row, String name) {
        if (!row.containsKey(name)) {
            missing(name);
        }
        return row.get(name);
    }

    private Schema coded(String name, Schema field) {
        try {
            return codec.schema(field);
        } catch (DataException e) {
            throw failure(name, e);
        }
    }

    private void missing(String name) {
        if (!ignoreMissing) {
            throw new DataException("The row has no field " + name + ", which option " + FieldOptions.FIELDS
                    + " names; correct the name, or set " + FieldOptions.MISSING_FIELDS
                    + " to ignore if some rows lack it");
        }
    }

    private static DataException failure(String name, DataException e) {
        return new DataException("Field " + name + " " + e.getMessage());
    }
}
