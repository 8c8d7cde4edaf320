package io.odsconnect.testbed.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.core.ExecutableProvider;

/**
 * The program that servers and Sentinels are: 6.2 from the embedded-redis library, or what {@code -Dredis.binary} names,
 * such as {@code /usr/bin/valkey-server}.
 */
final class RedisBinary {

    /** The system property that gives another program. */
    static final String PROPERTY = "redis.binary";

    private RedisBinary() {}

    /** Returns the program, unpacked into {@code folder} where that is needed. */
    static Path in(Path folder) throws IOException {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        Path binary = folder.resolve("redis-server");
        if (!Files.exists(binary)) {
            Path unpacked = Files.createDirectories(folder.resolve("bin"));
            Files.createSymbolicLink(
                    binary,
                    ExecutableProvider.newJarResourceProvider(unpacked.toFile())
                            .get()
                            .toPath());
        }
        return binary;
    }

    /** Says what it is, for people. */
    static String description() {
        String given = System.getProperty(PROPERTY);
        return given == null ? "Redis 6.2" : String.valueOf(Path.of(given).getFileName());
    }
}
