package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Protocol.Command;

/** Rows of a megabyte in a heap that would hold a small part of them only. */
class LargeRowsIT {

    private static final int ROWS = 250;
    private static final int CHARACTERS = 1 << 20;

    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        SERVER.start();
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"position.guard=true", "position.guard=false", "value.type=string"})
    void theHeapThatTheOptionsAllowIsEnoughForAnyNumberOfLargeRows(String option) throws Exception {
        try (TestClient client = new TestClient(SERVER)) {
            client.run(Command.FLUSHDB);
            // Else the server may keep up with the worker, and nothing ever piles up.
            client.run(Command.CLIENT, "PAUSE", "4000");
            Path output = folder.resolve("output");
            Process process = new ProcessBuilder(command(option))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(() -> read(output)).isZero();
            } finally {
                process.destroyForcibly();
            }
            assertThat(client.keys()).hasSize(ROWS);
        }
    }

    private static List<String> command(String option) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeRowsMain.class.getName(),
                Integer.toString(ROWS),
                Integer.toString(CHARACTERS)));
        command.addAll(List.of(
                "name=large",
                "redis.hosts=" + SERVER.host() + ":" + SERVER.port(),
                "key.template=card:{CARD_NO}",
                "batch.bytes=2097152",
                "buffer.max.bytes=8388608",
                "max.in.flight.batches=2",
                option));
        return command;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
