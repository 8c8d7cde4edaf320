package io.odsconnect.smt.fields;

import io.odsconnect.common.event.Fields;
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

/** The edit that codes the chosen fields of a row and leaves the others as they are. Nulls stay null. */
public final class FieldsEdit implements RowEdit {

    private final List<String> fields;
    private final FieldCodec codec;
    private final boolean ignoreMissing;

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
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(row, fields.get(i));
        }
        codec.row(values);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                String name = fields.get(i);
                Schema schema = row instanceof Struct struct
                        ? struct.schema().field(name).schema()
                        : null;
                try {
                    edited.put(name, codec.code(i, schema, value));
                } catch (DataException e) {
                    throw failure(name, e);
                }
            }
        }
    }

    private @Nullable Object value(Object row, String name) {
        if (row instanceof Struct struct) {
            return struct.schema().field(name) == null ? null : struct.getWithoutDefault(name);
        }
        if (row instanceof Map<?, ?> map && !map.containsKey(name)) {
            missing(name);
        }
        return Fields.get(row, name);
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
