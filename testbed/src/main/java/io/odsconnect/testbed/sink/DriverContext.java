package io.odsconnect.testbed.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of a sink task without a worker: it keeps dead letters, and knows what is assigned and paused. Timeouts
 * and commits asked for are the business of whoever drives the task. As it has no metrics, those of the task are in JMX.
 */
public final class DriverContext implements SinkTaskContext {

    private final Map<String, String> props;
    private final boolean toleratesBadRecords;
    private final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> sought = new HashMap<>();
    private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
    private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();

    /**
     * A bad record.
     *
     * @param record what was consumed
     * @param error why it is bad
     */
    public record DeadLetter(SinkRecord record, Throwable error) {}

    private DriverContext(Map<String, String> props, boolean toleratesBadRecords) {
        this.props = props;
        this.toleratesBadRecords = toleratesBadRecords;
    }

    /** Returns the context of a task whose bad records are set aside, as with {@code errors.tolerance=all}. */
    public static DriverContext tolerant(Map<String, String> props) {
        return new DriverContext(props, true);
    }

    /** Returns the context of a task that has nowhere to put bad records, as with {@code errors.tolerance=none}. */
    public static DriverContext strict(Map<String, String> props) {
        return new DriverContext(props, false);
    }

    /** Returns the bad records, in order. */
    public List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** Says whether any of the task's partitions is paused. */
    public boolean isPaused() {
        return assigned.stream().anyMatch(paused::contains);
    }

    /** Notes that partitions are the task's now. Those that were paused when it lost them are paused, as with a worker. */
    public void assign(Set<TopicPartition> partitions) {
        assigned.addAll(partitions);
        paused.retainAll(assigned);
    }

    /** Notes that partitions are the task's no more. */
    public void unassign(Set<TopicPartition> partitions) {
        assigned.removeAll(partitions);
    }

    /** Forgets what the task has paused, as does a worker that begins another. */
    public void restart() {
        paused.clear();
    }

    @Override
    public Map<String, String> configs() {
        return props;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        checkAssigned(offsets.keySet().toArray(new TopicPartition[0]));
        sought.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offset(Map.of(partition, offset));
    }

    /** Returns, once, from where the task wants partitions to come again. */
    Map<TopicPartition, Long> takeSought() {
        Map<TopicPartition, Long> taken = Map.copyOf(sought);
        sought.clear();
        return taken;
    }

    @Override
    public void timeout(long timeoutMs) {
        // Polls come when the driver is told to poll.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(assigned);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        checkAssigned(partitions);
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        checkAssigned(partitions);
        paused.removeAll(Set.of(partitions));
    }

    private void checkAssigned(TopicPartition... partitions) {
        if (!assigned.containsAll(List.of(partitions))) {
            throw new IllegalWorkerStateException("The task does not have all of " + List.of(partitions));
        }
    }

    @Override
    public void requestCommit() {
        // Commits come when the driver is told to commit.
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("There is no worker here to keep metrics");
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        if (!toleratesBadRecords) {
            return null;
        }
        return (record, error) -> {
            deadLetters.add(new DeadLetter(record, error));
            return CompletableFuture.completedFuture(null);
        };
    }
}
