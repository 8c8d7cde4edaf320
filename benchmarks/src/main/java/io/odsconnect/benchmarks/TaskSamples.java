package io.odsconnect.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * What Flight Recorder saw a sink task's threads do: the worker's thread of the task, and the store's own.
 *
 * @param all the samples of these threads while they ran Java code
 * @param inSink those in which the sink was at work, whatever it had called
 * @param workerSeconds the CPU time of the worker's whole process, its start and its garbage collector included
 */
record TaskSamples(long all, long inSink, double workerSeconds) {

    private static final String SAMPLE = "jdk.ExecutionSample";

    /** How often Flight Recorder takes samples, in its settings {@code profile}. */
    private static final double SAMPLE_SECONDS = 0.01;

    /** Is told once a second. */
    private static final String LOAD = "jdk.CPULoad";

    private static final String OURS = "io.odsconnect.";
    private static final String WORKERS = "org.apache.kafka.connect.runtime.WorkerSinkTask";

    /** Reads the samples of a connector's tasks from a recording. */
    static TaskSamples read(Path recording, String connector) throws IOException {
        long all = 0;
        long inSink = 0;
        double load = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                String type = event.getEventType().getName();
                if (type.equals(LOAD)) {
                    load += event.getFloat("jvmUser") + event.getFloat("jvmSystem");
                } else if (type.equals(SAMPLE) && isOfTask(event, connector)) {
                    all++;
                    inSink += hasFrame(event.getStackTrace(), OURS) ? 1 : 0;
                }
            }
        }
        return new TaskSamples(all, inSink, load * Runtime.getRuntime().availableProcessors());
    }

    /** Returns the sink's share of the samples of the task's threads, in percent. */
    double percentOfTask() {
        return 100.0 * inSink / Math.max(1, all);
    }

    /** Returns the sink's share of the CPU time of the worker, in percent. */
    double percentOfWorker() {
        return 100.0 * inSink * SAMPLE_SECONDS / workerSeconds;
    }

    private static boolean isOfTask(RecordedEvent event, String connector) {
        // The worker renames its thread for the task, which Flight Recorder does not notice.
        String thread = event.getThread("sampledThread").getJavaName();
        return (thread != null && thread.startsWith("odsconnect-" + connector))
                || hasFrame(event.getStackTrace(), WORKERS);
    }

    private static boolean hasFrame(RecordedStackTrace stack, String prefix) {
        return stack != null
                && stack.getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(prefix));
    }
}
