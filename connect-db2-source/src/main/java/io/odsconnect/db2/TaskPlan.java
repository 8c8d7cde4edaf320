package io.odsconnect.db2;

import io.odsconnect.common.config.TaskName;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.snapshot.PlannedLoad;
import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the connector tells each of several tasks, in properties of the task's config that no user sets.
 *
 * @param share the task's share
 * @param ready whether the loads are planned; where not, the task waits for another config
 * @param loads all loads, of which each task does its part
 */
record TaskPlan(TaskShare share, boolean ready, List<PlannedLoad> loads) {

    private static final String ID = TaskName.TASK_ID;
    private static final String COUNT = "odsconnect.task.count";
    private static final String LOADS = "odsconnect.load.plan";

    /** Copies the loads. */
    TaskPlan {
        loads = List.copyOf(loads);
    }

    /** Returns the plan that a task's config holds; the only task has none, it finds out itself. */
    static TaskPlan of(Map<String, String> config) {
        if (!config.containsKey(COUNT)) {
            return new TaskPlan(TaskShare.ALL, true, List.of());
        }
        TaskShare share = new TaskShare(
                Integer.parseInt(config.getOrDefault(ID, "0")), Integer.parseInt(config.getOrDefault(COUNT, "1")));
        String loads = config.get(LOADS);
        return loads == null
                ? new TaskPlan(share, false, List.of())
                : new TaskPlan(share, true, PlannedLoad.split(loads));
    }

    /** Returns the connector's config with this in it. */
    Map<String, String> in(Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        all.put(ID, Integer.toString(share.index()));
        all.put(COUNT, Integer.toString(share.count()));
        if (ready) {
            all.put(LOADS, PlannedLoad.join(loads));
        }
        return all;
    }

    /** Says whether this task is one of several. */
    boolean isShared() {
        return share.count() > 1;
    }

    /** Says whether the task has anything to do with the table: with its changes, a part of a load, or a signal for it. */
    boolean needs(TableId table, Db2SourceConfig config) {
        return share.owns(table)
                || loads.stream().anyMatch(load -> load.order().table().equals(table))
                || takesSignals(config);
    }

    /** Says whether the task carries out signals, which may name any table. */
    private boolean takesSignals(Db2SourceConfig config) {
        String[] name = config.signalTable().split("\\.", 2);
        boolean readsTable = name.length == 2 && share.owns(new TableId(name[0], name[1]));
        return readsTable || (share.index() == 0 && config.signalTopic() != null);
    }

    /** Tells no loads: their bounds are keys of rows. */
    @Override
    public String toString() {
        return "task " + share.index() + " of " + share.count();
    }
}
