package io.odsconnect.redis;

import io.odsconnect.redis.CardRecords.Card;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** A worker in a JVM of its own that brings large rows to a task, as fast as the task lets it. */
final class LargeRowsMain {

    private static final int ROWS_A_POLL = 2;
    private static final TopicPartition PARTITION = new TopicPartition(CardRecords.CHANGES, 0);

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
        Context context = new Context(props);
        RedisSinkTask task = new RedisSinkTask();
        task.initialize(context);
        task.start(props);
        task.open(Set.of(PARTITION));
        int next = 0;
        while (committed(task, next) < rows) {
            List<SinkRecord> poll = new ArrayList<>();
            while (!context.paused && next < rows && poll.size() < ROWS_A_POLL) {
                Card card = new Card(next, 1, null, next + note);
                poll.add(CardRecords.event(CardRecords.CHANGES, 0, next, "c", null, card, 1000 + next));
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

    private static final class Context implements SinkTaskContext {

        private final Map<String, String> props;
        private boolean paused;

        Context(Map<String, String> props) {
            this.props = props;
        }

        @Override
        public Map<String, String> configs() {
            return props;
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void timeout(long timeoutMs) {
            // Polls come at once.
        }

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            paused = true;
        }

        @Override
        public void resume(TopicPartition... partitions) {
            paused = false;
        }

        @Override
        public void requestCommit() {
            // Commits come at once.
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable ErrantRecordReporter errantRecordReporter() {
            return null;
        }
    }
}
