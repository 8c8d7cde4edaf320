package io.odsconnect.db2.snapshot;

import java.util.List;

/**
 * A part of a table in the order of its key.
 *
 * @param number which of the table's ranges it is, from 0
 * @param after the key before its first row, a text for each of the key's columns; empty where it begins with the table
 * @param upTo the highest key that belongs to it; empty where it ends with the table
 */
record KeyRange(int number, List<String> after, List<String> upTo) {

    /** Copies the keys. */
    KeyRange {
        after = List.copyOf(after);
        upTo = List.copyOf(upTo);
    }

    /** Says where it is among the others, not at which keys. */
    @Override
    public String toString() {
        return "range " + number;
    }
}
