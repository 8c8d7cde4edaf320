package io.odsconnect.smt.size;

import io.odsconnect.smt.record.RowEdit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * The edit that drops fields of a row. With a schema they become null, so that rows with and without them have one
 * schema; without one they are left out. Fields that a row does not have are no matter.
 *
 * @param fields the names
 */
public record DroppedFields(List<String> fields) implements RowEdit {

    /** Copies the names. */
    public DroppedFields {
        fields = List.copyOf(fields);
    }

    @Override
    public Schema schema(Schema row) {
        for (String name : fields) {
            Field field = row.field(name);
            if (field != null && !field.schema().isOptional()) {
                throw new DataException("Field " + name + " cannot be dropped, since its schema does not allow null");
            }
        }
        return row;
    }

    @Override
    public void values(Object row, Target edited) {
        for (String name : fields) {
            if (row instanceof Map) {
                edited.drop(name);
            } else if (row instanceof Struct struct && struct.schema().field(name) != null) {
                edited.put(name, null);
            }
        }
    }
}
