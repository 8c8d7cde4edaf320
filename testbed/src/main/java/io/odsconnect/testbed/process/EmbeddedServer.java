package io.odsconnect.testbed.process;

import io.odsconnect.testbed.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that runs as a child process on free loopback ports, with all its files in a folder that goes with it. */
public final class EmbeddedServer implements Place {

    private static final int PORT_TRIES = 5;

    private static final Pattern PORT_TAKEN = Pattern.compile(
            "address already in use|failed to bind|in use by another process", Pattern.CASE_INSENSITIVE);

    private final ServerProgram program;
    private final Duration limit;

    private @Nullable WorkFolder folder;
    private List<Integer> ports = List.of();
    private @Nullable ChildProcess process;

    /**
     * Describes a server; {@link #start()} starts it.
     *
     * @param program what to run
     * @param limit how long it may take to start
     */
    public EmbeddedServer(ServerProgram program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    @Override
    public synchronized void start() {
        if (process != null) {
            throw new IllegalStateException(program.name() + " is started already");
        }
        for (int tries = 1; ; tries++) {
            WorkFolder fresh = WorkFolder.create(program.name());
            folder = fresh;
            ports = Stream.generate(FreePorts::next).limit(program.ports()).toList();
            try {
                launch(fresh.path());
                return;
            } catch (RuntimeException e) {
                boolean again = tries < PORT_TRIES && portWasTaken();
                close();
                if (!again) {
                    throw e;
                }
            }
        }
    }

    @Override
    public synchronized void kill() {
        running().kill();
    }

    @Override
    public synchronized void restart() {
        if (running().isAlive()) {
            throw new IllegalStateException(program.name() + " runs: kill() or stop() it before restart()");
        }
        launch(folder());
    }

    /** Asks the server to end, gives it {@code grace} for that, then kills it. {@link #restart()} brings it back. */
    public synchronized void stop(Duration grace) {
        running().stop(grace);
    }

    @Override
    public synchronized InetSocketAddress address() {
        return Loopback.at(port(0));
    }

    /** Returns one of the server's ports, counted from 0. */
    public synchronized int port(int index) {
        running();
        return ports.get(index);
    }

    /** Returns the folder that holds the server's files. */
    public synchronized Path folder() {
        if (folder == null) {
            throw notStarted();
        }
        return folder.path();
    }

    /** Returns the server's process. */
    public synchronized ChildProcess process() {
        return running();
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.kill();
            process = null;
        }
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    private void launch(Path path) {
        try {
            ChildProcess launched = program.launch(path, ports);
            process = launched;
            launched.await(limit, () -> program.serves(launched, path, ports));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + program.name(), e);
        }
    }

    // The end of the log, which is in the error, may have lost the line to a long stack trace.
    private boolean portWasTaken() {
        return process != null && PORT_TAKEN.matcher(process.output()).find();
    }

    private ChildProcess running() {
        if (process == null) {
            throw notStarted();
        }
        return process;
    }

    private IllegalStateException notStarted() {
        return new IllegalStateException(program.name() + " is not started");
    }
}
