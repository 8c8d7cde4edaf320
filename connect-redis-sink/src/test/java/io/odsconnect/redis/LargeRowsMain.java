package io.odsconnect.redis;

import io.odsconnect.testbed.sink.DriverContext;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A worker in a JVM of its own that brings large rows to a task, as fast as the task lets it. */
final class LargeRowsMain {

    private static final int ROWS_A_POLL = 2;
    private static final TopicPartition PARTITION = new TopicPartition("ods.BANK.CARD", 0);

    private LargeRowsMain() {}

    /** Arguments: how many rows, how many characters in each, and the task's options as {@code name=value}. */
    public static void main(String[] arguments) {
        int rows = Integer.parseInt(arguments[0]);
        String note = "x".repeat(Integer.parseInt(arguments[1]));
        Map<String, String> props = new HashMap<>();
        for (int i = 2; i < arguments.length; i++) {
            props.put(
                    arguments[i].substring(0, arguments[i].indexOf('=')),
                    arguments[i].substring(arguments[i].indexOf('=') + 1));
        }
        SourceTable table = ClientCards.on(PARTITION.topic(), 1);
        DriverContext context = DriverContext.strict(props);
        context.assign(Set.of(PARTITION));
        RedisSinkTask task = new RedisSinkTask();
        task.initialize(context);
        task.start(props);
        task.open(Set.of(PARTITION));
        int next = 0;
        while (committed(task, next) < rows) {
            List<SinkRecord> poll = new ArrayList<>();
            while (!context.isPaused() && next < rows && poll.size() < ROWS_A_POLL) {
                poll.add(table.add(1000 + next, ClientCards.card(next, 1, null, next + note)));
                next++;
            }
            task.put(poll);
            if (poll.isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        task.stop();
    }

    private static long committed(RedisSinkTask task, long consumed) {
        OffsetAndMetadata end = task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(consumed)))
                .get(PARTITION);
        return end == null ? 0 : end.offset();
    }
}
