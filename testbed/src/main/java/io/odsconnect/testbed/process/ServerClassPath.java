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

    private ServerClassPath() {}

    /**
     * Returns the class path of a server, with the testbed's own classes behind it.
     *
     * @param server the name of a folder in {@code testbed/servers}
     * @throws IllegalStateException if the build has not resolved it
     */
    public static String of(String server) {
        Path file = Repository.servers().resolve(server).resolve("target").resolve("class.path");
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    file + " is missing: build the testbed first with ./mvnw -pl testbed -am package");
        }
        return in(file);
    }

    /** Returns the class path that a file holds, with the testbed's own classes behind it. */
    public static String in(Path file) {
        try {
            return Files.readString(file).strip() + File.pathSeparator + own();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where the testbed's own classes are, which is all that a server written here needs. */
    public static Path own() {
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
