package io.odsconnect.smt.record;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A change that is made to every row of a record, to its schema once and to its values each time. */
public interface RowEdit {

    /**
     * Returns the schema of edited rows. Called once for a schema, the result is kept.
     *
     * @throws org.apache.kafka.connect.errors.DataException if rows of this schema cannot be edited; the message names the field
     */
    Schema schema(Schema row);

    /**
     * Writes the fields that change.
     *
     * @param row the row as it was, a struct or a map; not to be changed
     * @param edited the new row, which already holds every field whose schema stays the same
     */
    void values(Object row, Target edited);

    /** A row under construction. */
    interface Target {

        /** Returns the new row's schema; null where it is a map. */
        @Nullable
        Schema schema();

        /** Sets a field. */
        void put(String field, @Nullable Object value);

        /** Sets a field of {@link #schema()}, which is found faster so than by its name. */
        void put(Field field, @Nullable Object value);

        /** Takes a field out; where there is a schema, leaving it out of the schema is enough. */
        void drop(String field);
    }
}
