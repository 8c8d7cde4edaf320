package io.odsconnect.testbed.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a worker says of a connector.
 *
 * @param name the connector
 * @param state the connector's own state, such as {@code RUNNING}
 * @param trace why the connector itself has failed; empty if it has not
 * @param tasks its tasks, in the order of their numbers
 */
public record ConnectorStatus(String name, String state, String trace, List<Task> tasks) {

    /**
     * A task.
     *
     * @param id its number
     * @param state its state, such as {@code RUNNING}
     * @param trace why it has failed; empty if it has not
     */
    public record Task(int id, String state, String trace) {}

    /** Copies the tasks. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    static ConnectorStatus of(JsonNode json) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(new Task(
                    task.path("id").asInt(),
                    task.path("state").asText(),
                    task.path("trace").asText()));
        }
        JsonNode connector = json.path("connector");
        return new ConnectorStatus(
                json.path("name").asText(),
                connector.path("state").asText(),
                connector.path("trace").asText(),
                tasks);
    }

    /** Says whether the connector runs with at least one task and all of them run. */
    public boolean isRunning() {
        return state.equals("RUNNING")
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
    }

    /** Returns what has failed and why; empty if nothing has. */
    public Optional<String> failure() {
        if (state.equals("FAILED")) {
            return Optional.of("Connector " + name + " has failed:\n" + trace);
        }
        return tasks.stream()
                .filter(task -> task.state().equals("FAILED"))
                .findFirst()
                .map(task -> "Task " + task.id() + " of connector " + name + " has failed:\n" + task.trace());
    }
}
