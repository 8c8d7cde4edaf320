package io.odsconnect.benchmarks;

import io.odsconnect.testbed.sink.DriverContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Drives a sink's task through {@code put()} as a worker does, until all offsets may be committed. */
public final class SinkRun {

    private SinkRun() {}

    /**
     * Brings records of one partition to a task, so many a poll.
     *
     * @return the seconds from the first poll until all are acknowledged, without the task's start and stop
     */
    public static double run(SinkTask task, Map<String, String> props, List<SinkRecord> records, int poll) {
        return run(task, props, List.of(), records, poll);
    }

    /**
     * Does the same after the task has brought other records of the partition to the store, which come before these.
     *
     * @return the seconds from the first poll of {@code records} until all are acknowledged
     */
    public static double run(
            SinkTask task, Map<String, String> props, List<SinkRecord> before, List<SinkRecord> records, int poll) {
        task.initialize(DriverContext.strict(props));
        task.start(props);
        SinkRecord last = records.get(records.size() - 1);
        TopicPartition partition = new TopicPartition(last.topic(), last.kafkaPartition());
        task.open(List.of(partition));
        if (!before.isEmpty()) {
            bring(task, partition, before, poll);
        }
        double seconds = bring(task, partition, records, poll);
        task.close(List.of(partition));
        task.stop();
        return seconds;
    }

    private static double bring(SinkTask task, TopicPartition partition, List<SinkRecord> records, int poll) {
        long begin = System.nanoTime();
        for (int from = 0; from < records.size(); from += poll) {
            task.put(records.subList(from, Math.min(records.size(), from + poll)));
        }
        long end = records.get(records.size() - 1).kafkaOffset() + 1;
        Map<TopicPartition, OffsetAndMetadata> consumed = Map.of(partition, new OffsetAndMetadata(end));
        while (true) {
            OffsetAndMetadata committed = task.preCommit(consumed).get(partition);
            if (committed != null && committed.offset() == end) {
                break;
            }
            task.put(new ArrayList<>());
            LockSupport.parkNanos(100_000);
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
