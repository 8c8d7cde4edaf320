package io.odsconnect.testbed.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small client of Connect's REST API. It repeats a request that the worker turns down only because a rebalance is
 * going on (409), for half a minute at most. Every other refusal is a {@link ConnectRestException}.
 *
 * <p>Source: <a href="https://kafka.apache.org/documentation/#connect_rest">Kafka Connect, REST API</a>.
 */
public final class ConnectRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REBALANCE_LIMIT = Duration.ofSeconds(30);
    private static final Duration RUNNING_LIMIT = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Makes a client of the API at this root, such as {@code http://127.0.0.1:8083}. */
    public ConnectRest(URI url) {
        this.url = url;
    }

    /** Returns the class names of the connectors, converters, transforms and predicates that the worker has found. */
    public Set<String> plugins() {
        Set<String> classes = new TreeSet<>();
        for (JsonNode plugin : send("GET", "/connector-plugins?connectorsOnly=false", null)) {
            classes.add(plugin.path("class").asText());
        }
        return classes;
    }

    /** Returns the version that the worker shows for a plugin's class; empty if it does not have that plugin. */
    public String pluginVersion(String className) {
        return pluginVersions().getOrDefault(className, "");
    }

    /** Returns the version that the worker shows for each plugin, by class name. */
    public Map<String, String> pluginVersions() {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode plugin : send("GET", "/connector-plugins?connectorsOnly=false", null)) {
            versions.put(plugin.path("class").asText(), plugin.path("version").asText());
        }
        return versions;
    }

    /** Returns the worker's own version, such as {@code 4.3.1}. */
    public String version() {
        return send("GET", "/", null).path("version").asText();
    }

    /** Returns the names of the connectors. */
    public List<String> connectors() {
        List<String> names = new ArrayList<>();
        send("GET", "/connectors", null).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Creates a connector from the JSON that one posts by hand: {@code {"name": …, "config": {…}}}. */
    public void create(String json) {
        send("POST", "/connectors", parse(json));
    }

    /** Creates a connector or changes its configuration. */
    public void putConfig(String connector, Map<String, String> config) {
        send("PUT", path(connector, "/config"), JSON.valueToTree(config));
    }

    /** Returns a connector's configuration. */
    public Map<String, String> config(String connector) {
        Map<String, String> config = new TreeMap<>();
        send("GET", path(connector, "/config"), null)
                .properties()
                .forEach(option -> config.put(option.getKey(), option.getValue().asText()));
        return config;
    }

    /** Returns what is wrong with a configuration, option by option; empty if nothing is. */
    public Map<String, List<String>> validate(Map<String, String> config) {
        String connectorClass = config.getOrDefault("connector.class", "");
        JsonNode answer = send(
                "PUT", "/connector-plugins/" + encode(connectorClass) + "/config/validate", JSON.valueToTree(config));
        Map<String, List<String>> errors = new TreeMap<>();
        for (JsonNode option : answer.path("configs")) {
            JsonNode value = option.path("value");
            List<String> messages = new ArrayList<>();
            value.path("errors").forEach(error -> messages.add(error.asText()));
            if (!messages.isEmpty()) {
                errors.put(value.path("name").asText(), messages);
            }
        }
        return errors;
    }

    /** Returns how a connector and its tasks are. */
    public ConnectorStatus status(String connector) {
        return ConnectorStatus.of(send("GET", path(connector, "/status"), null));
    }

    /** Restarts a connector with all its tasks. */
    public void restart(String connector) {
        send("POST", path(connector, "/restart?includeTasks=true"), null);
    }

    /** Pauses a connector: its tasks stay, and do nothing. */
    public void pause(String connector) {
        send("PUT", path(connector, "/pause"), null);
    }

    /** Resumes a paused or stopped connector. */
    public void resume(String connector) {
        send("PUT", path(connector, "/resume"), null);
    }

    /** Stops a connector: its tasks go, its configuration and offsets stay. */
    public void stop(String connector) {
        send("PUT", path(connector, "/stop"), null);
    }

    /** Returns a connector's offsets: {@code {"offsets": [{"partition": {…}, "offset": {…}}]}}. */
    public JsonNode offsets(String connector) {
        return send("GET", path(connector, "/offsets"), null);
    }

    /** Changes a stopped connector's offsets; the JSON is what {@link #offsets} returns. */
    public void patchOffsets(String connector, JsonNode offsets) {
        send("PATCH", path(connector, "/offsets"), offsets);
    }

    /** Deletes a stopped connector's offsets. */
    public void deleteOffsets(String connector) {
        send("DELETE", path(connector, "/offsets"), null);
    }

    /** Deletes a connector. */
    public void delete(String connector) {
        send("DELETE", path(connector, ""), null);
    }

    /**
     * Returns when the connector and all its tasks run, with one task at least. A task counts as running when its start
     * is done: if it may fail later, look at {@link ConnectorStatus#failure} while you wait for its work.
     *
     * @throws IllegalStateException with the trace, at once when the connector or a task has failed; or after a minute
     */
    public ConnectorStatus awaitRunning(String connector) {
        ConnectorStatus status = awaitStatus(connector, "RUNNING", true);
        status.failure().ifPresent(failure -> {
            throw new IllegalStateException(failure);
        });
        return status;
    }

    /**
     * Returns when the connector itself is in a state, such as {@code STOPPED} or {@code PAUSED}, whatever its tasks do.
     *
     * @throws IllegalStateException after a minute
     */
    public ConnectorStatus awaitState(String connector, String state) {
        return awaitStatus(connector, state, false);
    }

    private ConnectorStatus awaitStatus(String connector, String state, boolean withTasks) {
        long end = System.nanoTime() + RUNNING_LIMIT.toNanos();
        @Nullable ConnectorStatus status = null;
        while (System.nanoTime() < end) {
            try {
                status = status(connector);
                boolean there = withTasks
                        ? status.isRunning() || status.failure().isPresent()
                        : status.state().equals(state);
                if (there) {
                    return status;
                }
            } catch (ConnectRestException e) {
                // A connector that was just created has no status yet.
                if (e.status() != NOT_FOUND) {
                    throw e;
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException(
                "Connector " + connector + " is not " + state + " after " + RUNNING_LIMIT + ", it is " + status);
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(90))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        long end = System.nanoTime() + REBALANCE_LIMIT.toNanos();
        while (true) {
            HttpResponse<String> answer = exchange(request);
            if (answer.statusCode() < 300) {
                return answer.body().isBlank() ? MissingNode.getInstance() : parse(answer.body());
            }
            if (answer.statusCode() != CONFLICT || System.nanoTime() > end) {
                throw new ConnectRestException(method + " " + path, answer.statusCode(), answer.body());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in " + request.method() + " " + request.uri(), e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON, at " + e.getLocation(), e);
        }
    }

    private static String path(String connector, String rest) {
        return "/connectors/" + encode(connector) + rest;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
