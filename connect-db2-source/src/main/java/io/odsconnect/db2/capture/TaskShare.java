package io.odsconnect.db2.capture;

import io.odsconnect.common.config.TaskName;
import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.Map;

/**
 * Which tables a task reads: it loads them and reads their changes. A table stays with the same task as long as there are
 * as many tasks.
 *
 * @param index the task's number, from 0
 * @param count how many tasks there are
 */
public record TaskShare(int index, int count) {

    /** The share of the only task. */
    public static final TaskShare ALL = new TaskShare(0, 1);

    /** In the configuration of each of several tasks: how many there are. */
    private static final String COUNT = "odsconnect.task.count";

    /** Returns the share that a task's configuration holds; that of the only task where it holds none. */
    public static TaskShare of(Map<String, String> config) {
        String count = config.get(COUNT);
        return count == null
                ? ALL
                : new TaskShare(Integer.parseInt(config.getOrDefault(TaskName.TASK_ID, "0")), Integer.parseInt(count));
    }

    /** Returns the connector's configuration with this share in it. */
    public Map<String, String> in(Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        all.put(TaskName.TASK_ID, Integer.toString(index));
        all.put(COUNT, Integer.toString(count));
        return all;
    }

    /** Says whether this task is the only one. */
    public boolean isAll() {
        return count == 1;
    }

    /** Says whether this task reads the table. */
    public boolean owns(TableId table) {
        return Math.floorMod(table.toString().hashCode(), count) == index;
    }
}
