package io.odsconnect.common.config;

import java.util.Map;

/**
 * Which task this is.
 *
 * @param connector the connector's name
 * @param task the task's number, from 0
 */
public record TaskName(String connector, String task) {

    /** The connector's name, as the worker has it in every configuration. */
    private static final String NAME = "name";

    /** The task's number, which a connector puts in the configuration of each of its tasks. */
    public static final String TASK_ID = "odsconnect.task.id";

    /** Reads the name from a task's configuration. */
    public static TaskName of(Map<String, String> props) {
        return new TaskName(props.getOrDefault(NAME, "unnamed"), props.getOrDefault(TASK_ID, "0"));
    }
}
