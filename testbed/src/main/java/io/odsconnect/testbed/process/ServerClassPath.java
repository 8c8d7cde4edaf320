package io.odsconnect.testbed.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The class paths of the servers. Maven resolves each from its own module below {@code testbed/servers}, so that none
 * meets another's libraries, or ours, in one JVM.
 */
public final class ServerClassPath {

    /** The system property that names the folder {@code testbed/servers}; without it, it is looked for upwards. */
    public static final String PROPERTY = "odsconnect.testbed.servers";

    private ServerClassPath() {}

    /**
     * Returns the class path of a server, with the testbed's own classes behind it.
     *
     * @param server the name of a folder in {@code testbed/servers}
     * @throws IllegalStateException if the build has not resolved it
     */
    public static String of(String server) {
        Path file = servers().resolve(server).resolve("target").resolve("class.path");
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    file + " is missing: build the testbed first with ./mvnw -pl testbed -am package");
        }
        try {
            return Files.readString(file).strip() + File.pathSeparator + own();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path servers() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path servers = folder.resolve("testbed").resolve("servers");
            if (Files.isDirectory(servers)) {
                return servers;
            }
        }
        throw new IllegalStateException("No folder testbed/servers here or above; name it with -D" + PROPERTY);
    }

    private static Path own() {
        try {
            return Path.of(ServerClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
