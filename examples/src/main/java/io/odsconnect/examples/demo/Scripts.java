package io.odsconnect.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of SQL or CQL: statements that end in a semicolon, with comments of whole lines. */
final class Scripts {

    private Scripts() {}

    /** Returns the statements of a file in their order. */
    static List<String> statements(Path file) {
        try {
            String text = Files.readString(file).replaceAll("(?m)^--.*$", "");
            return Stream.of(text.split(";", -1))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
