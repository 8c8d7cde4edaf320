package io.odsconnect.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "needs setsid")
class ReaperIT {

    @Test
    void aJvmThatIsKilledLeavesNoChildAndNoFolder() throws Exception {
        endAndExpectNothingLeft("KILL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aJvmThatIsAskedToEndLeavesNoChildAndNoFolderWhenItHasEnded(String signal) throws Exception {
        Victim victim = Victim.start();
        victim.signal(signal);
        assertThat(victim.process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(victim.folder).doesNotExist();
        assertThat(runs(victim.child)).isFalse();
        assertThat(runs(victim.stubbornChild)).isFalse();
    }

    @Test
    void ctrlCInATerminalReachesTheWholeGroupAndLeavesNothing() throws Exception {
        endAndExpectNothingLeft("INT-GROUP");
    }

    private static void endAndExpectNothingLeft(String signal) throws Exception {
        Victim victim = Victim.start();
        victim.signal(signal);
        assertThat(victim.process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        await().atMost(Duration.ofSeconds(30)).until(() -> !runs(victim.child) && !runs(victim.stubbornChild));
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(victim.folder));
    }

    /** A process that has ended but that nobody has waited for counts as ended: it has no command any more. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .isPresent();
    }

    /** A JVM with children and a folder, in a process group of its own. */
    private record Victim(Process process, long pid, long child, long stubbornChild, Path folder) {

        static Victim start() throws IOException {
            Process process = new ProcessBuilder(List.of(
                            "setsid",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ReaperVictim.class.getName()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String[] words = Objects.requireNonNull(out.readLine(), "The JVM did not start")
                    .split(" ", 4);
            Victim victim = new Victim(
                    process,
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Path.of(words[3]));
            assertThat(runs(victim.child)).isTrue();
            assertThat(runs(victim.stubbornChild)).isTrue();
            assertThat(victim.folder.resolve("deep/file")).exists();
            return victim;
        }

        void signal(String signal) throws Exception {
            boolean group = signal.endsWith("-GROUP");
            Process kill = new ProcessBuilder(
                            "kill", "-" + signal.replace("-GROUP", ""), "--", (group ? "-" : "") + pid)
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        }
    }
}
