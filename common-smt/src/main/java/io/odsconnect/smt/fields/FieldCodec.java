package io.odsconnect.smt.fields;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the chosen fields of a row. It knows them by their place in the list of fields that it was made for.
 * Not safe for use by several threads.
 */
public interface FieldCodec {

    /**
     * Returns the schema that a field gets; the same object where it stays as it is.
     *
     * @throws org.apache.kafka.connect.errors.DataException if fields of this schema cannot be coded; half a sentence
     */
    Schema schema(Schema field);

    /**
     * Starts a record.
     *
     * @param contexts what the values are bound to, beside what the algorithm itself binds: the first when they are made, any
     *     of them when they are read
     */
    void start(List<String> contexts);

    /**
     * Starts a row, of which a record may have two.
     *
     * @param values all the values that {@link #code} will be asked for, in the order of the fields; null where a row has
     *     none
     * @throws org.apache.kafka.connect.errors.DataException if the row as a whole cannot be coded; a sentence
     */
    void row(@Nullable Object[] values);

    /**
     * Returns the new value of a field.
     *
     * @param field the place of the field
     * @param schema its schema before; null without one
     * @throws org.apache.kafka.connect.errors.DataException if it cannot be coded; half a sentence that contains no value
     */
    Object code(int field, @Nullable Schema schema, Object value);
}
