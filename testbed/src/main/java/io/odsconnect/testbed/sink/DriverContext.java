package io.odsconnect.testbed.sink;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The context of a task without a worker: it keeps dead letters, and does nothing for pauses and timeouts. */
final class DriverContext implements SinkTaskContext {

    private final Map<String, String> props;
    private final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();

    /** A bad record, and why it is one. */
    record DeadLetter(SinkRecord record, Throwable error) {}

    DriverContext(Map<String, String> props) {
        this.props = props;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    @Override
    public Map<String, String> configs() {
        return props;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException("This task rewinds, which no sink here should");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException("This task rewinds, which no sink here should");
    }

    @Override
    public void timeout(long timeoutMs) {
        // The driver polls as often as it likes.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        // The driver gives what it is told to give.
    }

    @Override
    public void resume(TopicPartition... partitions) {
        // As above.
    }

    @Override
    public void requestCommit() {
        // The driver commits when it is told to.
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("There is no worker here to keep metrics");
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return (record, error) -> {
            deadLetters.add(new DeadLetter(record, error));
            return CompletableFuture.completedFuture(null);
        };
    }
}
