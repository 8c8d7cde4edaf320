package io.odsconnect.db2.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a table in key order, a chunk at a time. After a row with the key (a, b, c) come the rows with the same a and b
 * and a greater c, then those with the same a and a greater b, then those with a greater a: one range of the key's index
 * after the other.
 */
final class KeyLadder {

    /**
     * The next range to read.
     *
     * @param after the key to go on after; null to begin with the first row
     * @param agreeing how many of the key's columns stay equal to {@code after}
     */
    record Step(@Nullable List<String> after, int agreeing) {}

    private final int keyColumns;

    KeyLadder(int keyColumns) {
        this.keyColumns = keyColumns;
    }

    /** Returns the first step; {@code after} is empty to begin with the first row. */
    Step first(List<String> after) {
        return after.isEmpty() ? new Step(null, 0) : new Step(after, keyColumns - 1);
    }

    /**
     * Returns the step after {@code step}, or null at the end of the table.
     *
     * @param step the step that was read
     * @param full whether it gave as many rows as were asked for, so that its range may hold more
     * @param last the key of the last row read
     */
    @Nullable
    Step next(Step step, boolean full, List<String> last) {
        if (full) {
            return new Step(last, keyColumns - 1);
        }
        return step.after() == null || step.agreeing() == 0 ? null : new Step(step.after(), step.agreeing() - 1);
    }
}
