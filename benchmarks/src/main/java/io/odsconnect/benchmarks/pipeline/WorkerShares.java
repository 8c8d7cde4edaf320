package io.odsconnect.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What Flight Recorder sees a worker do: the shares of its samples, by the innermost frame that belongs to one of the parts. */
final class WorkerShares {

    /** Parts by the beginnings of their classes; the first that fits counts. */
    private static final Map<String, List<String>> PARTS = new LinkedHashMap<>();

    private static final String OTHER = "other";

    static {
        PARTS.put(
                "header conversion",
                List.of(
                        "org.apache.kafka.connect.storage.SimpleHeaderConverter",
                        "org.apache.kafka.connect.data.Values"));
        PARTS.put(
                "converter",
                List.of(
                        "org.apache.kafka.connect.json.",
                        "org.apache.kafka.connect.storage.StringConverter",
                        "io.apicurio.",
                        "org.apache.avro.",
                        "io.confluent.connect.avro."));
        PARTS.put("encryption", List.of("io.odsconnect.smt.crypto.", "io.odsconnect.smt.EncryptFields"));
        PARTS.put("transforms", List.of("io.odsconnect.smt.", "org.apache.kafka.connect.transforms."));
        PARTS.put("source", List.of("io.odsconnect.db2.", "com.ibm.db2.", "io.confluent.connect.jdbc."));
        PARTS.put(
                "sink",
                List.of(
                        "io.odsconnect.redis.",
                        "io.odsconnect.common.",
                        "redis.clients.",
                        "com.redis.",
                        "io.lettuce.",
                        "io.netty."));
        PARTS.put("producer", List.of("org.apache.kafka.clients.producer."));
        PARTS.put("consumer", List.of("org.apache.kafka.clients.consumer."));
        PARTS.put("worker", List.of("org.apache.kafka.connect."));
        PARTS.put("Kafka's network", List.of("org.apache.kafka."));
    }

    private final long pid;

    private WorkerShares(long pid) {
        this.pid = pid;
    }

    /** Begins to record a JVM. */
    static WorkerShares begin(long pid) throws IOException, InterruptedException {
        jcmd(pid, "JFR.start", "name=pipeline", "settings=profile");
        return new WorkerShares(pid);
    }

    /** Ends the recording; returns the shares, in percent, the largest first. */
    String end() throws IOException, InterruptedException {
        Path file = Files.createTempFile("pipeline", ".jfr");
        try {
            jcmd(pid, "JFR.stop", "name=pipeline", "filename=" + file);
            return shares(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String shares(Path recording) throws IOException {
        Map<String, Integer> samples = new LinkedHashMap<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    samples.merge(part(event.getStackTrace().getFrames()), 1, Integer::sum);
                }
            }
        }
        double all =
                Math.max(1, samples.values().stream().mapToInt(count -> count).sum());
        return samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(part -> String.format(Locale.ROOT, "%s %.0f%%", part.getKey(), 100 * part.getValue() / all))
                .collect(Collectors.joining(", "));
    }

    private static String part(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
                if (part.getValue().stream().anyMatch(type::startsWith)) {
                    return part.getKey();
                }
            }
        }
        return OTHER;
    }

    private static void jcmd(long pid, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
