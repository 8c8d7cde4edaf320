package io.odsconnect.common.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A worker's context that remembers what it was asked for, as a worker does: what is paused stays so while it is taken
 * away, and is paused when it comes back.
 */
final class FakeContext implements SinkTaskContext {

    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private @Nullable ErrantRecordReporter reporter;
    long timeout = -1;

    /** From where the worker is to read on, as far as it was told. */
    final Map<TopicPartition, Long> sought = new HashMap<>();

    /** Whether it fails when it is asked for a reporter. */
    boolean failsToReport;

    /** Gives partitions to the task, before it hears of them. */
    void assign(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        paused.retainAll(assigned);
    }

    /** Takes partitions from the task, after it has heard of that. */
    void revoke(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
    }

    /** Returns the partitions from which the task gets no records. */
    Set<TopicPartition> paused() {
        Set<TopicPartition> held = new HashSet<>(paused);
        held.retainAll(assigned);
        return held;
    }

    /** Has bad records go there. */
    void tolerate(ErrantRecordReporter to) {
        reporter = to;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        sought.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        sought.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeout = timeoutMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(assigned);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        check(partitions);
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        check(partitions);
        List.of(partitions).forEach(paused::remove);
    }

    private void check(TopicPartition... partitions) {
        if (!assigned.containsAll(List.of(partitions))) {
            throw new IllegalWorkerStateException("Not assigned: " + List.of(partitions));
        }
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException("The engine does not ask for commits");
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        if (failsToReport) {
            throw new IllegalStateException("no reporter");
        }
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("Workers before 4.1 have no plugin metrics");
    }
}
