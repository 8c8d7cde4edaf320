package io.odsconnect.smt.record;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * The edit that adds fields to a row, after those it has.
 *
 * @param fields the names with their schemas, which should be optional
 * @param values writes the values of these fields, given the row as it was
 */
public record AddedFields(Map<String, Schema> fields, BiConsumer<Object, Target> values) implements RowEdit {

    @Override
    public Schema schema(Schema row) {
        SchemaBuilder edited = RowEditor.copyWithoutFields(row);
        row.fields().forEach(field -> edited.field(field.name(), field.schema()));
        fields.forEach((name, schema) -> {
            if (row.field(name) != null) {
                throw alreadyThere(name);
            }
            edited.field(name, schema);
        });
        return edited.build();
    }

    @Override
    public void values(Object row, Target edited) {
        if (row instanceof Map<?, ?> map) {
            for (String name : fields.keySet()) {
                if (map.containsKey(name)) {
                    throw alreadyThere(name);
                }
            }
        }
        values.accept(row, edited);
    }

    private static DataException alreadyThere(String field) {
        return new DataException("The row already has a field " + field + "; choose another name for the one to add");
    }
}
