package io.odsconnect.testbed.cassandra;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One node of a {@link CassandraCluster}. */
final class CassandraNode implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final CassandraProgram program;
    private final List<Integer> ports;
    private final WorkFolder folder = WorkFolder.create("cassandra");
    private @Nullable ChildProcess process;

    CassandraNode(CassandraProgram program, List<Integer> ports) {
        this.program = program;
        this.ports = List.copyOf(ports);
    }

    /** Starts the process; does not wait for it. */
    void launch() {
        try {
            process = program.launch(folder.path(), ports);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + program.name(), e);
        }
    }

    /** Returns when the node serves clients. */
    void awaitServing() {
        ChildProcess launched = process();
        launched.await(LIMIT, () -> program.serves(launched, folder.path(), ports));
    }

    /** Says whether this node finds that one up, by the last that it said of it. */
    boolean findsUp(CassandraNode other) {
        String said = process().output();
        String peer = "InetAddress /" + other.address().getHostString() + ":" + other.ports.get(1) + " is now ";
        return said.lastIndexOf(peer + "UP") > said.lastIndexOf(peer + "DOWN");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(program.seat().address(), ports.get(0));
    }

    ChildProcess process() {
        return Objects.requireNonNull(process, "The node is not started");
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
        folder.close();
    }
}
