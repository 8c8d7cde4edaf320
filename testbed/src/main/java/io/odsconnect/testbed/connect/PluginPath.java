package io.odsconnect.testbed.connect;

import io.odsconnect.testbed.process.Repository;
import io.odsconnect.testbed.process.WorkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A folder for {@code plugin.path} with the plugin ZIPs unpacked below it, as a user does it. Gone after close. */
public final class PluginPath implements AutoCloseable {

    private final WorkFolder folder;

    private PluginPath(WorkFolder folder) {
        this.folder = folder;
    }

    /**
     * Unpacks the ZIPs that the build has made of these modules.
     *
     * @param modules names of modules, such as {@code connect-redis-sink}
     * @throws IllegalStateException if a module's ZIP is missing, or there is more than one
     */
    public static PluginPath ofModules(String... modules) {
        return ofZips(Arrays.stream(modules).map(PluginPath::zip).toList());
    }

    /** Unpacks these ZIPs. */
    public static PluginPath ofZips(List<Path> zips) {
        PluginPath plugins = new PluginPath(WorkFolder.create("plugins"));
        try {
            for (Path zip : zips) {
                unpack(zip, plugins.path());
            }
            return plugins;
        } catch (IOException e) {
            plugins.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            plugins.close();
            throw e;
        }
    }

    /** Returns the folder. */
    public Path path() {
        return folder.path();
    }

    @Override
    public void close() {
        folder.close();
    }

    private static Path zip(String module) {
        Path target = Repository.module(module).resolve("target");
        List<Path> zips = List.of();
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                zips = files.filter(file -> file.getFileName().toString().matches("odsconnect-" + module + "-.*\\.zip"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return switch (zips.size()) {
            case 0 ->
                throw new IllegalStateException("No odsconnect-" + module + "-*.zip in " + target
                        + ": build it first with ./mvnw -pl " + module + " -am package");
            case 1 -> zips.get(0);
            default ->
                throw new IllegalStateException("More than one odsconnect-" + module + "-*.zip in " + target
                        + ": build it anew with ./mvnw -pl " + module + " -am clean package");
        };
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        try (InputStream bytes = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(bytes)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(zip + " has an entry that leaves its folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
    }
}
