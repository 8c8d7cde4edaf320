package io.odsconnect.smt.fields;

import io.odsconnect.smt.record.RowEdit;
import io.odsconnect.smt.record.RowEditor;
import io.odsconnect.smt.record.Rows;
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

    /** A field of a row, and the same of the edited row. */
    private record Found(Field before, Field after) {}

    private static final @Nullable Found[] NO_FIELDS = new @Nullable Found[0];

    private final List<String> fields;
    private final FieldCodec codec;
    private final boolean ignoreMissing;
    private @Nullable Schema lastSchema;
    private @Nullable Found[] lastFound = NO_FIELDS;

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
        @Nullable Schema schema = edited.schema();
        if (row instanceof Struct struct && schema != null) {
            values(struct, found(struct.schema(), schema), edited);
        } else {
            values((Map<?, ?>) row, edited);
        }
    }

    private void values(Struct row, @Nullable Found[] found, Target edited) {
        @Nullable Object[] values = new @Nullable Object[found.length];
        for (int i = 0; i < values.length; i++) {
            Found field = found[i];
            values[i] = field == null ? null : Rows.value(row, field.before);
        }
        codec.row(values);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            Found field = found[i];
            if (value != null && field != null) {
                edited.put(field.after, code(i, field.before.schema(), value));
            }
        }
    }

    private void values(Map<?, ?> row, Target edited) {
        @Nullable
        Object[] values = fields.stream().map(name -> value(row, name)).toArray();
        codec.row(values);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                edited.put(fields.get(i), code(i, null, value));
            }
        }
    }

    private Object code(int field, @Nullable Schema schema, Object value) {
        try {
            return codec.code(field, schema, value);
        } catch (DataException e) {
            throw failure(fields.get(field), e);
        }
    }

    /** Looks the fields up once for the rows of a schema; null is a field that they lack. */
    private @Nullable Found[] found(Schema before, Schema after) {
        if (before != lastSchema) {
            lastFound = fields.stream()
                    .map(name -> before.field(name) == null ? null : new Found(before.field(name), after.field(name)))
                    .toArray(Found[]::new);
            lastSchema = before;
        }
        return lastFound;
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
