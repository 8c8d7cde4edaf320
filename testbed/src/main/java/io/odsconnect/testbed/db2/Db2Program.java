package io.odsconnect.testbed.db2;

import io.odsconnect.testbed.db2.server.Db2Main;
import io.odsconnect.testbed.db2.server.Db2Settings;
import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerClassPath;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The stand-in for Db2 in a JVM of its own; its database stays in the folder over a restart. */
record Db2Program(String database, String user, String password) implements ServerProgram {

    // What runs for seconds or minutes only is faster with C1 alone.
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC", "-Duser.language=en");

    @Override
    public String name() {
        return "db2";
    }

    @Override
    public int ports() {
        return 2;
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        Path settings = folder.resolve("db2.properties");
        new Db2Settings(ports.get(0), ports.get(1), database, user, password).write(settings);
        Path data = Files.createDirectories(folder.resolve("data"));
        return ChildProcess.startJvm(
                name(),
                folder,
                ServerClassPath.of("db2"),
                JVM_OPTIONS,
                Db2Main.class.getName(),
                List.of(data.toString(), settings.toString()));
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        return process.hasLogged(Db2Main.READY);
    }

    /** Does not show the password. */
    @Override
    public String toString() {
        return name();
    }
}
