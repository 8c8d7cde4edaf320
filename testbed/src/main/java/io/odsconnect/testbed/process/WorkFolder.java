package io.odsconnect.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder for a server's files, gone after {@link #close()} and at the latest when the JVM has ended. */
public final class WorkFolder implements AutoCloseable {

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    /** Makes a folder whose name begins with {@code odsconnect-} and {@code name}. */
    public static WorkFolder create(String name) {
        try {
            WorkFolder folder = new WorkFolder(Files.createTempDirectory("odsconnect-" + name + "-"));
            Reaper.delete(folder.path);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where the folder is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A server may still be writing its last lines; the reaper deletes the rest.
            return;
        }
    }
}
