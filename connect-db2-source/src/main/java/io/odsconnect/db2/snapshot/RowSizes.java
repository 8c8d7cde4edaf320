package io.odsconnect.db2.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** About how much memory a row takes. Columns of fixed size are counted once, strings and bytes in each row. */
final class RowSizes {

    private static final int ROW = 64;
    private static final int FIELD = 40;

    private final long fixed;
    private final Field[] varying;

    /** Takes the schema of the rows. */
    RowSizes(Schema rows) {
        List<Field> found = new ArrayList<>();
        for (Field field : rows.fields()) {
            Schema.Type type = field.schema().type();
            if (type == Schema.Type.STRING || type == Schema.Type.BYTES) {
                found.add(field);
            }
        }
        fixed = ROW + (long) FIELD * rows.fields().size();
        varying = found.toArray(Field[]::new);
    }

    /** Returns the bytes. */
    long of(Struct row) {
        long size = fixed;
        for (Field field : varying) {
            Object value = row.get(field);
            if (value instanceof String text) {
                size += text.length();
            } else if (value instanceof byte[] bytes) {
                size += bytes.length;
            }
        }
        return size;
    }
}
