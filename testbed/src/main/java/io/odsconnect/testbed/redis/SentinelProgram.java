package io.odsconnect.testbed.redis;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Sentinel that watches one master.
 *
 * @param options how the master is set up
 * @param login the login of this Sentinel
 * @param masterPort where the master is at first
 */
record SentinelProgram(RedisOptions options, RedisOptions login, int masterPort) implements ServerProgram {

    private static final String MASTER = RedisSentinels.MASTER_NAME;

    @Override
    public String name() {
        return "redis-sentinel";
    }

    @Override
    public int ports() {
        return 1;
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        Path config = folder.resolve("sentinel.conf");
        if (!Files.exists(config)) {
            Files.write(config, lines(folder, ports.get(0)));
        }
        return ChildProcess.start(
                name(), folder, List.of(RedisBinary.in(folder).toString(), config.toString(), "--sentinel"));
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        return process.hasLogged("Sentinel ID is");
    }

    private List<String> lines(Path folder, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("bind 127.0.0.1");
        lines.addAll(options.ports(port));
        lines.add("dir \"" + folder + "\"");
        lines.add("daemonize no");
        options.encryption().forEach((name, value) -> lines.add(name + " " + value));
        if (login.user() != null) {
            lines.add("user " + login.user() + " on >" + login.password() + " ~* &* +@all");
            lines.add("user default off");
            lines.add("sentinel sentinel-user " + login.user());
        }
        if (login.password() != null) {
            if (login.user() == null) {
                lines.add("requirepass " + login.password());
            }
            lines.add("sentinel sentinel-pass " + login.password());
        }
        lines.add("sentinel monitor " + MASTER + " 127.0.0.1 " + masterPort + " 2");
        // As short as keeps a busy machine from failing over without a reason.
        lines.add("sentinel down-after-milliseconds " + MASTER + " 1500");
        lines.add("sentinel failover-timeout " + MASTER + " 10000");
        if (options.user() != null) {
            lines.add("sentinel auth-user " + MASTER + " " + options.user());
        }
        if (options.password() != null) {
            lines.add("sentinel auth-pass " + MASTER + " " + options.password());
        }
        return lines;
    }
}
