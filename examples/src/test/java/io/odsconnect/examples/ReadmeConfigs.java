package io.odsconnect.examples;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The connector configs that people copy from the README. */
public final class ReadmeConfigs {

    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadmeConfigs() {}

    /** Returns the JSON blocks of the README, in order; fails if one is no JSON object of texts. */
    public static List<Map<String, String>> all() {
        try {
            return JSON_BLOCK
                    .matcher(Files.readString(Path.of("..", "README.md")))
                    .results()
                    .map(block -> parse(block.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a connector config; fails if it is no JSON object of texts. */
    static Map<String, String> parse(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
