package io.odsconnect.smt.canonical;

import java.util.Collection;
import java.util.Set;

/**
 * Which columns of a row count.
 *
 * @param included the columns that count; empty for all
 * @param excluded the columns that do not, whatever {@code included} says
 */
public record ColumnSelection(Set<String> included, Set<String> excluded) {

    /** Every column. */
    public static final ColumnSelection ALL = new ColumnSelection(Set.of(), Set.of());

    /** Copies both. */
    public ColumnSelection {
        included = Set.copyOf(included);
        excluded = Set.copyOf(excluded);
    }

    /** Returns a selection of these columns. */
    public static ColumnSelection of(Collection<String> included, Collection<String> excluded) {
        return new ColumnSelection(Set.copyOf(included), Set.copyOf(excluded));
    }

    /** Says whether the column counts. */
    public boolean has(String column) {
        return (included.isEmpty() || included.contains(column)) && !excluded.contains(column);
    }

    /** Says whether every column counts. */
    public boolean isAll() {
        return included.isEmpty() && excluded.isEmpty();
    }
}
