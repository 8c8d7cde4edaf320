package io.odsconnect.common.value;

import io.odsconnect.common.config.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The names of a row's columns in their order, and their schemas where the record had one. One instance serves all rows of
 * a schema. Equal are columns of the same names.
 */
public final class Columns {

    private final List<String> names;
    private final Map<String, Integer> indexes;
    private final @Nullable Schema struct;

    private Columns(List<String> names, @Nullable Schema struct) {
        this.struct = struct;
        this.names = List.copyOf(names);
        this.indexes = new HashMap<>(names.size() * 2);
        for (int i = 0; i < names.size(); i++) {
            if (indexes.put(names.get(i), i) != null) {
                throw new IllegalArgumentException("Column " + names.get(i) + " stands twice in one row");
            }
        }
    }

    /**
     * Returns columns of these names.
     *
     * @throws IllegalArgumentException if a name stands twice
     */
    public static Columns of(List<String> names) {
        return new Columns(names, null);
    }

    /** Returns the columns of a struct's schema. */
    public static Columns of(Schema struct) {
        return new Columns(struct.fields().stream().map(Field::name).toList(), struct);
    }

    /** Returns those of these columns that {@code kept} names, in its order. */
    public Columns only(List<String> kept) {
        return new Columns(kept, struct);
    }

    /** Returns the schema of the column of this name; null where the record had none, or there is no such column. */
    public @Nullable Schema schemaOf(String name) {
        Field field = struct == null ? null : struct.field(name);
        return field == null ? null : field.schema();
    }

    /** Returns the names in their order; unmodifiable. */
    public List<String> names() {
        return names;
    }

    /** Returns the number of columns. */
    public int size() {
        return names.size();
    }

    /** Returns where the column of this name stands, from 0, or -1 where there is none. */
    public int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    /**
     * Returns what to append to a sentence that says that there is no column of this name: the column that was probably
     * meant, with a semicolon before it; empty where none is like it.
     */
    public String hint(String name) {
        if (indexOf(name) >= 0) {
            return "";
        }
        for (String other : names) {
            if (other.equalsIgnoreCase(name)) {
                return "; it has " + other + ", and upper and lower case are different";
            }
        }
        return Spelling.meant(name, names).map(other -> "; it has " + other).orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Columns that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
