package io.odsconnect.common.value;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row, or the key of one: column names in their order and canonical values (see
 * {@link io.odsconnect.common.value.CanonicalValues}). Immutable, as long as no {@code byte[]} in it is written to.
 *
 * <p>{@link #toString()} gives the column names only: a value may be a card number, and rows end up in logs.
 */
public final class Row {

    private final Columns columns;
    private final @Nullable Object[] values;

    private Row(Columns columns, @Nullable Object[] values) {
        if (columns.size() != values.length) {
            throw new IllegalArgumentException(columns.size() + " columns and " + values.length + " values");
        }
        this.columns = columns;
        this.values = values;
    }

    /** Returns a row of these values, one a column and in the columns' order; the array is the row's own from here on. */
    public static Row of(Columns columns, @Nullable Object[] values) {
        return new Row(columns, values);
    }

    /** Returns a row from names and values in turn, for example {@code Row.of("ID", 7, "NAME", null)}. */
    public static Row of(@Nullable Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A name without a value at the end");
        }
        String[] names = new String[namesAndValues.length / 2];
        @Nullable Object[] values = new @Nullable Object[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = String.valueOf(namesAndValues[2 * i]);
            values[i] = namesAndValues[2 * i + 1];
        }
        return new Row(Columns.of(List.of(names)), values);
    }

    /** Returns the columns. */
    public Columns columns() {
        return columns;
    }

    /** Returns the number of columns. */
    public int size() {
        return values.length;
    }

    /** Returns the name of column {@code index}, counted from 0. */
    public String name(int index) {
        return columns.names().get(index);
    }

    /** Returns the value of column {@code index}, counted from 0. */
    public @Nullable Object value(int index) {
        return values[index];
    }

    /** Says whether there is a column of this name, null or not. */
    public boolean has(String name) {
        return columns.indexOf(name) >= 0;
    }

    /** Returns the value of the column of this name; null when it is null or there is no such column. */
    public @Nullable Object get(String name) {
        int index = columns.indexOf(name);
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row that && columns.equals(that.columns) && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns.hashCode() + Arrays.deepHashCode(values);
    }

    /** Returns the names of the columns, never the values. */
    @Override
    public String toString() {
        return "Row" + columns;
    }
}
