package io.odsconnect.testbed.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a server whose port another program takes just before its first launch. */
public final class PortThief implements ServerProgram, AutoCloseable {

    private final ServerProgram program;
    private final int index;
    private final List<List<Integer>> launches = new ArrayList<>();
    private @Nullable ServerSocket stolen;

    private PortThief(ServerProgram program, int index) {
        this.program = program;
        this.index = index;
    }

    /** Starts the server with its port of this index stolen, closes it, and returns the ports of each launch. */
    public static List<List<Integer>> steal(ServerProgram program, int index) throws IOException {
        try (PortThief thief = new PortThief(program, index);
                EmbeddedServer server = new EmbeddedServer(thief, Duration.ofMinutes(2))) {
            server.start();
            return thief.launches;
        }
    }

    @Override
    public String name() {
        return program.name();
    }

    @Override
    public int ports() {
        return program.ports();
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        launches.add(ports);
        if (stolen == null) {
            stolen = new ServerSocket(ports.get(index), 1, Loopback.address());
        }
        return program.launch(folder, ports);
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        return program.serves(process, folder, ports);
    }

    @Override
    public void close() throws IOException {
        if (stolen != null) {
            stolen.close();
        }
    }
}
