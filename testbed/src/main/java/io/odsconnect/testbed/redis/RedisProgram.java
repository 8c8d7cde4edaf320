package io.odsconnect.testbed.redis;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** The redis-server binary from the embedded-redis library, with a configuration file of ours. */
record RedisProgram(RedisOptions options) implements ServerProgram {

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public int ports() {
        return 1;
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        Path binary = folder.resolve("redis-server");
        if (!Files.exists(binary)) {
            Path unpacked = Files.createDirectories(folder.resolve("bin"));
            Files.createSymbolicLink(
                    binary,
                    ExecutableProvider.newJarResourceProvider(unpacked.toFile())
                            .get()
                            .toPath());
        }
        Path config = folder.resolve("redis.conf");
        Files.write(config, lines(folder, ports.get(0)));
        return ChildProcess.start(name(), folder, List.of(binary.toString(), config.toString()));
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        // Said last, after the data on disk has been read.
        return process.hasLogged("Ready to accept connections");
    }

    private List<String> lines(Path folder, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("bind 127.0.0.1");
        lines.add("port " + port);
        lines.add("dir \"" + folder + "\"");
        lines.add("daemonize no");
        lines.addAll(options.lines());
        return lines;
    }
}
