package io.odsconnect.testbed.kafka;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerClassPath;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One KRaft node, broker and controller in one, in a JVM of its own. */
record KafkaBrokerProgram(Map<String, String> settings) implements ServerProgram {

    // One short-lived node on a small machine: C1 alone starts faster, and 128 MiB are plenty.
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlog4j2.configurationFile=testbed-log4j2.xml");

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int ports() {
        return 2;
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        Path file = folder.resolve("broker.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties(folder, ports.get(0), ports.get(1)).store(writer, null);
        }
        return ChildProcess.startJvm(
                name(),
                folder,
                ServerClassPath.of("kafka"),
                JVM_OPTIONS,
                KafkaBrokerMain.class.getName(),
                List.of(file.toString()));
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        return process.hasLogged(KafkaBrokerMain.READY);
    }

    private Properties properties(Path folder, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "log.dirs",
                folder.resolve("data").toString()));
        // A single node: what is replicated by default has nowhere to go.
        properties.putAll(Map.of(
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1"));
        // A test does not wait, and a restart after a kill is not kept out by the session of the one before.
        properties.putAll(Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "controlled.shutdown.enable", "true",
                "broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "500",
                "log.cleaner.dedupe.buffer.size", "2097152"));
        properties.putAll(settings);
        return properties;
    }
}
