package io.odsconnect.testbed.connect;

import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.process.EmbeddedServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real distributed Connect worker in a JVM of its own. Plugins come from {@code plugin.path} and are found by their
 * services files ({@code plugin.discovery=service_load}); secrets come from files by the config provider {@code file}.
 */
public final class ConnectWorker implements Restartable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final WorkerRelease release;
    private final EmbeddedServer server;

    /** Describes a worker; {@link #start()} starts it. */
    public ConnectWorker(ConnectOptions options) {
        release = options.release();
        server = new EmbeddedServer(new ConnectProgram(options), LIMIT);
    }

    @Override
    public String name() {
        return release.toString();
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() {
        server.restart();
    }

    /** Asks the worker to end, as an operator does, and returns when it is gone. {@link #restart()} brings it back. */
    public void stop() {
        server.stop(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        server.close();
    }

    /** Returns the root of the REST API. */
    public URI url() {
        InetSocketAddress address = server.address();
        return URI.create("http://" + address.getHostString() + ":" + address.getPort());
    }

    /** Returns a client of the REST API. */
    public ConnectRest rest() {
        return new ConnectRest(url());
    }

    /** Returns the worker's metrics, until it is killed or stopped. */
    public WorkerMetrics metrics() {
        return WorkerMetrics.of(server.process().pid());
    }

    /** Returns the worker's log. */
    public Path log() {
        return server.process().log();
    }

    /** Returns what the worker has logged since it was last started. */
    public String output() {
        return server.process().output();
    }
}
