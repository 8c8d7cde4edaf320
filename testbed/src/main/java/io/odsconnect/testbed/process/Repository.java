package io.odsconnect.testbed.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this project's folders are, for what the build has left in them. */
public final class Repository {

    /** The system property that names the folder {@code testbed/servers}; without it, it is looked for upwards. */
    public static final String PROPERTY = "odsconnect.testbed.servers";

    private Repository() {}

    /**
     * Returns the folder {@code testbed/servers}.
     *
     * @throws IllegalStateException if it is neither named nor found
     */
    public static Path servers() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path servers = folder.resolve("testbed").resolve("servers");
            if (Files.isDirectory(servers)) {
                return servers;
            }
        }
        throw new IllegalStateException("No folder testbed/servers here or above; name it with -D" + PROPERTY);
    }

    /** Returns a module's folder. */
    public static Path module(String module) {
        return servers().resolve("..").resolve("..").normalize().resolve(module);
    }
}
