package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.table.TableId;

/**
 * Which ranges a task loads: those of a table go to the tasks in turn, beginning with the one that reads its changes.
 *
 * @param index the task's number, from 0
 * @param count how many tasks there are
 */
public record LoadShare(int index, int count) {

    /** Says whether this task loads the range, from 0, of the table. */
    boolean has(TableId table, int range) {
        return Math.floorMod(table.toString().hashCode() + range, count) == index;
    }
}
