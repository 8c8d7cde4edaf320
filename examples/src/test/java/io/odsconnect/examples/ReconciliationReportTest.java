package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader of reconciliation reports, on records as the console consumer prints them. */
class ReconciliationReportTest {

    private static final Path SCRIPT = Path.of("reconciliation", "report").toAbsolutePath();
    private static final String RECORDS = """
            run/c/r1/ods.CARD\t{"version":1,"kind":"run","connector":"c","run":"r1","topic":"ods.CARD","state":"running","rows":1}
            finding/c/r1/ods.CARD/0\t{"connector":"c","run":"r1","topic":"ods.CARD","outcome":"different","key":"card:1","fields":["A","B"],"position":5,"repair":null}
            run/c/r1/ods.CARD\t{"version":1,"kind":"run","connector":"c","run":"r1","topic":"ods.CARD","state":"incomplete","why":["One, two."],"rows":12,"counts":{"match":11,"different":1},"repair":{"repaired":2}}
            """;

    @TempDir
    Path folder;

    @Test
    void theLastReportOfEachRunIsALineOfATable() throws Exception {
        List<String> lines = run("-");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("run  connector  topic     state       rows  match");
        assertThat(lines.get(1).split(" +"))
                .containsExactly(
                        "r1",
                        "c",
                        "ods.CARD",
                        "incomplete",
                        "12",
                        "11",
                        "-",
                        "-",
                        "1",
                        "-",
                        "-",
                        "-",
                        "-",
                        "2",
                        "One,",
                        "two.");
    }

    @Test
    void findingsAreListedOnDemand() throws Exception {
        List<String> lines = run("--findings", "-");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).split(" +"))
                .containsExactly("r1", "c", "ods.CARD", "different", "card:1", "A,B", "5", "-", "-", "-", "-", "-");
    }

    private List<String> run(String... arguments) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("records"), RECORDS);
        Path output = folder.resolve("table");
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }
}
