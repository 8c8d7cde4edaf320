package io.odsconnect.benchmarks;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** A worker that does nothing: what is measured is the sink. */
record BenchmarkContext(Map<String, String> configs) implements SinkTaskContext {

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new IllegalStateException("A benchmark does not rewind");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new IllegalStateException("A benchmark does not rewind");
    }

    @Override
    public void timeout(long timeoutMs) {
        // The benchmark puts again at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        // A worker would poll less; the benchmark waits in put.
    }

    @Override
    public void resume(TopicPartition... partitions) {
        // See pause.
    }

    @Override
    public void requestCommit() {
        // The benchmark commits at the end.
    }

    @Override
    public @Nullable PluginMetrics pluginMetrics() {
        return null;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return null;
    }
}
