package io.odsconnect.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SERVE = "echo serving; exec sleep 1000";
    private static final String PORT_TAKEN = "echo bind: Address already in use; exit 1";

    @Test
    void aTakenPortIsTriedAgainWithOthersInANewFolder() {
        Script script = new Script(PORT_TAKEN, PORT_TAKEN, SERVE);
        try (EmbeddedServer server = new EmbeddedServer(script, LIMIT)) {
            server.start();

            assertThat(script.ports).hasSize(3).doesNotHaveDuplicates();
            assertThat(script.folders).doesNotHaveDuplicates();
            assertThat(script.folders.get(0)).doesNotExist();
            assertThat(server.address().getPort()).isEqualTo(script.ports.get(2).get(0));
        }
    }

    @Test
    void portsThatAreAlwaysTakenAreAnErrorInTheEnd() {
        Script script = new Script(PORT_TAKEN);
        try (EmbeddedServer server = new EmbeddedServer(script, LIMIT)) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Address already in use");
            assertThat(script.ports).hasSize(5);
        }
    }

    @Test
    void anyOtherFailureIsShownAtOnceAndNothingIsLeft() {
        Script script = new Script("echo out of luck; exit 3");
        try (EmbeddedServer server = new EmbeddedServer(script, LIMIT)) {
            assertThatThrownBy(server::start).hasMessage("script ended with exit code 3:\nout of luck");

            assertThat(script.ports).hasSize(1);
            assertThat(script.folders.get(0)).doesNotExist();
            assertThatThrownBy(server::address).hasMessage("script is not started");
        }
    }

    @Test
    void aServerThatNeverServesIsKilled() {
        Script script = new Script("echo thinking; exec sleep 1000");
        try (EmbeddedServer server = new EmbeddedServer(script, Duration.ofMillis(300))) {
            assertThatThrownBy(server::start)
                    .hasMessageContaining("is not ready after")
                    .hasMessageEndingWith("thinking");
            assertThat(script.started.get(0).isAlive()).isFalse();
        }
    }

    @Test
    void aStartThatIsInterruptedKillsTheServer() {
        Script script = new Script("exec sleep 1000");
        try (EmbeddedServer server = new EmbeddedServer(script, LIMIT)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(server::start).hasMessageContaining("Interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(script.started.get(0).isAlive()).isFalse();
        }
    }

    @Test
    void aRestartHasTheSamePortsAndFolderAndDoesNotTakeTheOldLogForItsOwn() {
        Script script = new Script(SERVE, "echo broken; exit 1", SERVE);
        try (EmbeddedServer server = new EmbeddedServer(script, LIMIT)) {
            server.start();
            assertThatThrownBy(server::restart).hasMessageContaining("runs");
            server.kill();
            assertThat(script.started.get(0).isAlive()).isFalse();
            assertThatThrownBy(server::restart).hasMessageContaining("broken");
            server.restart();

            assertThat(script.ports.get(2)).isEqualTo(script.ports.get(0));
            assertThat(script.folders.get(2)).isEqualTo(script.folders.get(0)).isDirectory();
        }
        assertThat(script.folders.get(0)).doesNotExist();
        assertThat(script.started.get(2).isAlive()).isFalse();
    }

    @Test
    void aServerCanBeClosedTwiceAndStartedAnew() {
        EmbeddedServer server = new EmbeddedServer(new Script(SERVE), LIMIT);
        server.start();
        server.close();
        server.close();
        server.start();
        assertThat(server.process().isAlive()).isTrue();
        server.close();
    }

    @Test
    void aServerIsAskedToEndBeforeItIsMadeTo() {
        Script script = new Script("trap 'echo bye; exit 0' TERM; echo serving; while :; do sleep 0.1; done");
        try (EmbeddedServer server = new EmbeddedServer(script, LIMIT)) {
            server.start();
            server.stop(LIMIT);
            assertThat(server.process().output()).isEqualTo("serving\nbye\n");
        }
    }

    /** Runs one shell script after the other, the last for ever, and remembers how. */
    private static final class Script implements ServerProgram {

        private final List<String> scripts;
        private final List<Path> folders = new ArrayList<>();
        private final List<List<Integer>> ports = new ArrayList<>();
        private final List<ChildProcess> started = new ArrayList<>();

        Script(String... scripts) {
            this.scripts = List.of(scripts);
        }

        @Override
        public String name() {
            return "script";
        }

        @Override
        public int ports() {
            return 2;
        }

        @Override
        public ChildProcess launch(Path folder, List<Integer> givenPorts) {
            String script = scripts.get(Math.min(started.size(), scripts.size() - 1));
            folders.add(folder);
            ports.add(givenPorts);
            started.add(ChildProcess.start(name(), folder, List.of("/bin/sh", "-c", script)));
            return started.get(started.size() - 1);
        }

        @Override
        public boolean serves(ChildProcess process, Path folder, List<Integer> givenPorts) {
            return process.hasLogged("serving");
        }
    }
}
