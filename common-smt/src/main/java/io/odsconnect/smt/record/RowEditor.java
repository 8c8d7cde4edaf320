package io.odsconnect.smt.record;

import io.odsconnect.common.event.Envelope;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.value.SchemaCache;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Applies an edit to the rows of a key or value: to the value itself when it is flat, to {@code before} and
 * {@code after} alike when it is an envelope. The one place that rebuilds schemas, each of them once. Not safe for use
 * by several threads.
 */
public final class RowEditor {

    private final RowEdit edit;
    private final SchemaCache<Plan> rows;
    private final SchemaCache<Schema> envelopes = new SchemaCache<>(this::envelopeSchema);

    /** Makes an editor for this edit. */
    public RowEditor(RowEdit edit) {
        this.edit = edit;
        this.rows = new SchemaCache<>(row -> Plan.of(row, edit.schema(row)));
    }

    /**
     * Returns the edited key or value with its schema; what comes in stays as it is.
     *
     * @param schema the schema of {@code value}; null without one
     * @throws DataException if the value is neither a struct nor a map without schema
     */
    public SchemaAndValue edit(@Nullable Schema schema, Object value) {
        boolean envelope = Envelope.of(value).isPresent();
        if (value instanceof Struct struct) {
            Struct edited = envelope ? editEnvelope(struct) : editRow(struct);
            return new SchemaAndValue(edited.schema(), edited);
        }
        if (schema == null && value instanceof Map<?, ?> map) {
            return new SchemaAndValue(null, envelope ? editEnvelope(map) : editRow(map));
        }
        throw new DataException("Only a struct, or a map without schema, has fields to edit, and this is "
                + (schema == null ? "a " + value.getClass().getName() : "of schema type " + schema.type()));
    }

    /** Starts a schema with all that another has but its fields: name, version, doc, parameters, optional or not. */
    public static SchemaBuilder copyWithoutFields(Schema schema) {
        SchemaBuilder copy = SchemaBuilder.struct()
                .name(schema.name())
                .version(schema.version())
                .doc(schema.doc());
        if (schema.parameters() != null) {
            copy.parameters(schema.parameters());
        }
        return schema.isOptional() ? copy.optional() : copy;
    }

    private Struct editEnvelope(Struct envelope) {
        Schema schema = envelopes.get(envelope.schema());
        Struct edited = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = envelope.getWithoutDefault(field.name());
            edited.put(field, isRow(field) && value != null ? editRow((Struct) value) : value);
        }
        return edited;
    }

    private Schema envelopeSchema(Schema envelope) {
        SchemaBuilder edited = copyWithoutFields(envelope);
        for (Field field : envelope.fields()) {
            edited.field(field.name(), isRow(field) ? rows.get(field.schema()).schema : field.schema());
        }
        return edited.build();
    }

    private static boolean isRow(Field field) {
        return (field.name().equals(EnvelopeFields.BEFORE) || field.name().equals(EnvelopeFields.AFTER))
                && field.schema().type() == Schema.Type.STRUCT;
    }

    private Map<String, @Nullable Object> editEnvelope(Map<?, ?> envelope) {
        Map<String, @Nullable Object> edited = copy(envelope);
        for (String name : new String[] {EnvelopeFields.BEFORE, EnvelopeFields.AFTER}) {
            if (edited.get(name) instanceof Map<?, ?> row) {
                edited.put(name, editRow(row));
            }
        }
        return edited;
    }

    private Struct editRow(Struct row) {
        Struct edited = rows.get(row.schema()).copy(row);
        edit.values(row, new StructTarget(edited));
        return edited;
    }

    private Map<String, @Nullable Object> editRow(Map<?, ?> row) {
        Map<String, @Nullable Object> edited = copy(row);
        edit.values(row, new MapTarget(edited));
        return edited;
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    /** What is the same for all rows of a schema: the edited schema, and which fields are copied from where to where. */
    private static final class Plan {

        private final Schema schema;
        private final Field[] from;
        private final Field[] to;

        private Plan(Schema schema, List<Field> from, List<Field> to) {
            this.schema = schema;
            this.from = from.toArray(new Field[0]);
            this.to = to.toArray(new Field[0]);
        }

        static Plan of(Schema row, Schema schema) {
            List<Field> from = new ArrayList<>();
            List<Field> to = new ArrayList<>();
            for (Field field : schema.fields()) {
                Field old = row.field(field.name());
                if (old != null && old.schema() == field.schema()) {
                    from.add(old);
                    to.add(field);
                }
            }
            return new Plan(schema, from, to);
        }

        Struct copy(Struct row) {
            Struct copy = new Struct(schema);
            for (int i = 0; i < from.length; i++) {
                copy.put(to[i], Rows.value(row, from[i]));
            }
            return copy;
        }
    }

    private record StructTarget(Struct struct) implements RowEdit.Target {

        @Override
        public Schema schema() {
            return struct.schema();
        }

        @Override
        public void put(String field, @Nullable Object value) {
            struct.put(field, value);
        }

        @Override
        public void put(Field field, @Nullable Object value) {
            struct.put(field, value);
        }

        @Override
        public void drop(String field) {
            // The schema does not have it.
        }
    }

    private record MapTarget(Map<String, @Nullable Object> map) implements RowEdit.Target {

        @Override
        public @Nullable Schema schema() {
            return null;
        }

        @Override
        public void put(String field, @Nullable Object value) {
            map.put(field, value);
        }

        @Override
        public void put(Field field, @Nullable Object value) {
            map.put(field.name(), value);
        }

        @Override
        public void drop(String field) {
            map.remove(field);
        }
    }
}
