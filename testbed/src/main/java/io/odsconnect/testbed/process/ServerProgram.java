package io.odsconnect.testbed.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@link EmbeddedServer} has to know of a server's program to run it. */
public interface ServerProgram {

    /** Returns the server's name for its process, folder and log: a word in lower case. */
    String name();

    /** Returns how many ports it needs. The first is the one that clients connect to. */
    int ports();

    /**
     * Writes the configuration and starts the program; does not wait for it. Called again for a restart, with the same
     * folder and ports.
     *
     * @param folder where all its files belong
     * @param ports loopback ports that were free a moment ago
     */
    ChildProcess launch(Path folder, List<Integer> ports) throws IOException;

    /**
     * Says whether the server serves. The program's own log must have a part in the answer: a look at the port alone
     * may see another program there.
     */
    boolean serves(ChildProcess process, Path folder, List<Integer> ports);
}
