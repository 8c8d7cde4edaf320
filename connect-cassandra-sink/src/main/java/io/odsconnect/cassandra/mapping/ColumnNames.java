package io.odsconnect.cassandra.mapping;

import java.util.Map;

/** The names of columns that fields fill, where they are told. Equal to itself only. */
public final class ColumnNames {

    /** No name is told. */
    public static final ColumnNames AS_IN_THE_RECORD = new ColumnNames(Map.of());

    private final Map<String, String> byField;

    /** Takes columns by the fields that fill them. */
    public ColumnNames(Map<String, String> byField) {
        this.byField = Map.copyOf(byField);
    }

    /** Returns columns by the fields that fill them; unmodifiable. */
    public Map<String, String> byField() {
        return byField;
    }

    /** Returns what the column is called that a field fills: as told, else as the field. */
    String of(String field) {
        return byField.getOrDefault(field, field);
    }
}
