package io.odsconnect.testbed.redis;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis server with a configuration file of ours. */
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
        Path config = folder.resolve("redis.conf");
        // The second time it is there, and the server may have changed it since: a Sentinel makes it do so.
        if (!Files.exists(config)) {
            Files.write(config, lines(folder, ports.get(0)));
        }
        return ChildProcess.start(name(), folder, List.of(RedisBinary.in(folder).toString(), config.toString()));
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        // Said last, after the data on disk has been read.
        return process.hasLogged("Ready to accept connections");
    }

    private List<String> lines(Path folder, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("bind 127.0.0.1");
        lines.addAll(options.ports(port));
        lines.add("dir \"" + folder + "\"");
        lines.add("daemonize no");
        lines.addAll(options.lines());
        return lines;
    }
}
