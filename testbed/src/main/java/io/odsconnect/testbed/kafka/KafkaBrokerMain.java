package io.odsconnect.testbed.kafka;

import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** The main class of the broker's own JVM: formats the log folder where it is new, then serves until it is killed. */
final class KafkaBrokerMain {

    /** What is printed when clients are served. */
    static final String READY = "The broker serves.";

    private KafkaBrokerMain() {}

    /**
     * Runs the broker.
     *
     * @param arguments the file with the broker's properties
     */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            properties.load(file);
        }
        KafkaConfig config = new KafkaConfig(properties, false);
        Path logs = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(logs.resolve("meta.properties"))) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(config.nodeId())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logs.toString())
                    .setDirectories(List.of(logs.toString()))
                    .run();
        }
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        Exit.addShutdownHook("broker-shutdown", server::shutdown);
        try {
            server.startup();
        } catch (Exception e) {
            // Threads that were started before keep the JVM alive for a minute or for ever.
            e.printStackTrace();
            Exit.halt(1);
        }
        System.out.println(READY);
        server.awaitShutdown();
    }
}
