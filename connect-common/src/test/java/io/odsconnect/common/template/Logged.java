package io.odsconnect.common.template;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a class logs until this is closed: slf4j-simple writes to what is the error stream then. */
final class Logged implements AutoCloseable {

    private final String name;
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Logged(String name) {
        this.name = name;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    static Logged by(Class<?> logger) {
        return new Logged(logger.getName());
    }

    List<String> warnings() {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("WARN") && line.contains(name))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
