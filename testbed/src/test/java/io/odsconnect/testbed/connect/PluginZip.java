package io.odsconnect.testbed.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs {@link CountingSource} as a plugin is packed. */
final class PluginZip {

    private PluginZip() {}

    /** Writes {@code counting.zip} with {@code counting/lib/counting.jar} in it. */
    static Path write(Path folder) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream entries = new ZipOutputStream(jar)) {
            add(entries, CountingSource.class);
            add(entries, CountingSource.CountingTask.class);
            entries.putNextEntry(new ZipEntry("META-INF/services/org.apache.kafka.connect.source.SourceConnector"));
            entries.write(CountingSource.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        return writeEntry(folder.resolve("counting.zip"), "counting/lib/counting.jar", jar.toByteArray());
    }

    /** Writes a ZIP with one entry. */
    static Path writeEntry(Path zip, String entry, byte[] bytes) throws IOException {
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            entries.putNextEntry(new ZipEntry(entry));
            entries.write(bytes);
        }
        return zip;
    }

    private static void add(ZipOutputStream entries, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new ZipEntry(name));
        try (InputStream bytes = Objects.requireNonNull(PluginZip.class.getResourceAsStream("/" + name))) {
            bytes.transferTo(entries);
        }
    }
}
