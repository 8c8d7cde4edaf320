package io.odsconnect.cassandra.mapping;

import java.util.Map;

/** The configured names of columns that fields fill. Equal to itself only. */
public final class ColumnMapping {

    /** No name is configured. */
    public static final ColumnMapping AS_IN_THE_RECORD = new ColumnMapping(Map.of());

    private final Map<String, String> byField;

    /** Takes columns by the fields that fill them. */
    public ColumnMapping(Map<String, String> byField) {
        this.byField = Map.copyOf(byField);
    }

    /** Returns columns by the fields that fill them; unmodifiable. */
    public Map<String, String> byField() {
        return byField;
    }

    /** Returns what the column is called that a field fills: as configured, else as the field. */
    String of(String field) {
        return byField.getOrDefault(field, field);
    }
}
