package io.odsconnect.common.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of a row's columns in their order. One instance serves all rows of a schema. */
public final class Columns {

    private final List<String> names;
    private final Map<String, Integer> indexes;

    private Columns(List<String> names) {
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
        return new Columns(names);
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
