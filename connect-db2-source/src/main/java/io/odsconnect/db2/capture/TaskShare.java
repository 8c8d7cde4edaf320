package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;

/**
 * Which tables' changes a task reads. A table stays with the same task as long as there are as many tasks.
 *
 * @param index the task's number, from 0
 * @param count how many tasks there are
 */
public record TaskShare(int index, int count) {

    /** The share of the only task. */
    public static final TaskShare ALL = new TaskShare(0, 1);

    /** Says whether this task reads the changes of the table. */
    public boolean owns(TableId table) {
        return Math.floorMod(table.toString().hashCode(), count) == index;
    }
}
