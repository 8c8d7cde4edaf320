package io.odsconnect.smt.docs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what stands in the documentation, so that it is what the tests run. */
public final class Pages {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** A page about all of them. */
    private static final String SECURITY = "smt/security.md";

    private Pages() {}

    /** Returns the text of a page below {@code docs/}. */
    public static String text(String page) {
        try {
            return Files.readString(folder().resolve(page), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a page anew. */
    static void write(String page, String text) {
        try {
            Files.writeString(folder().resolve(page), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the pages of all transforms. */
    static Stream<String> transforms() throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve("smt"))) {
            return files
                    .map(file -> "smt/" + file.getFileName())
                    .filter(page -> !page.equals(SECURITY))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Returns the JSON of the code block that is marked {@code ```json <label>}. */
    public static JsonNode json(String page, String label) {
        Matcher block = Pattern.compile(
                        "```json" + (label.isEmpty() ? "" : " " + label) + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(text(page));
        if (!block.find()) {
            throw new IllegalStateException("Page " + page + " has no block of JSON " + label);
        }
        try {
            return JSON.readTree(block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in the module's folder. */
    private static Path folder() {
        return Path.of("..", "docs");
    }
}
