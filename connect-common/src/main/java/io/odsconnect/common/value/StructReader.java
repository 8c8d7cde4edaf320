package io.odsconnect.common.value;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the structs of one schema. */
final class StructReader {

    private final Columns columns;
    private final Field[] fields;
    private final ValueReader[] readers;
    private final boolean[] nullHidesDefault;

    private StructReader(Schema schema, int depth) {
        List<Field> all = schema.fields();
        all.forEach(field -> CanonicalRowReader.checkName(field.name()));
        columns = Columns.of(schema);
        fields = all.toArray(new Field[0]);
        readers = new ValueReader[fields.length];
        nullHidesDefault = new boolean[fields.length];
        for (int i = 0; i < fields.length; i++) {
            Schema field = fields[i].schema();
            readers[i] = reader(fields[i], depth);
            nullHidesDefault[i] = field.isOptional() && field.defaultValue() != null;
        }
    }

    /**
     * Compiles the reader of a struct's schema.
     *
     * @throws DataException if it cannot be read, because a name is no text or it is nested too deep
     */
    static StructReader of(Schema schema) {
        return new StructReader(schema, 0);
    }

    /** Compiles the reader of a struct inside {@code depth} others. */
    static StructReader of(Schema schema, int depth) {
        return new StructReader(schema, depth);
    }

    /**
     * Returns the struct as a row. The null of a column that may be null stays null, where {@link Struct#get} would
     * give the column's default.
     */
    Row read(Struct struct) {
        @Nullable Object[] values = new @Nullable Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            Object value = nullHidesDefault[i] ? struct.getWithoutDefault(fields[i].name()) : struct.get(fields[i]);
            ValueReader reader = readers[i];
            values[i] = value == null || reader == ValueReader.AS_IS ? value : read(reader, value, fields[i].name());
        }
        return Row.of(columns, values);
    }

    private static ValueReader reader(Field field, int depth) {
        try {
            return CanonicalValues.reader(field.schema(), depth + 1);
        } catch (DataException e) {
            throw new DataException("Field " + field.name() + " " + e.getMessage());
        }
    }

    private static @Nullable Object read(ValueReader reader, Object value, String field) {
        try {
            return reader.read(value);
        } catch (DataException e) {
            throw new DataException("Field " + field + " " + e.getMessage());
        }
    }
}
