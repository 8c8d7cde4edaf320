package io.odsconnect.common.sink;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Holds the worker back while the store is not there yet, and when it is slower than Kafka: first by a short wait
 * at the end of put, which is all it takes as long as the store moves; then by pausing the partitions, so that the
 * worker goes on polling and stays in its consumer group however long the store is away. Used by the worker's
 * thread only.
 */
final class FlowControl {

    /** Longer than a store that moves takes to make room, shorter than a rebalance or a stop should have to wait. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** While paused, the wait is in here, where room is noticed at once, and not in the consumer's poll. */
    private static final long POLL_PAUSED_MS = 1;

    /** How soon to look again while writes are under way, to hear of bad records and failures. */
    private static final long POLL_BUSY_MS = 500;

    private final SinkEngine<?> engine;
    private final SinkTaskContext context;
    private final SinkMetrics metrics;
    private final int maxWrites;
    private final long maxBytes;
    private boolean paused;

    FlowControl(SinkEngine<?> engine, SinkTaskContext context, SinkOptions options, SinkMetrics metrics) {
        this.engine = engine;
        this.context = context;
        this.metrics = metrics;
        this.maxWrites = options.bufferMaxRecords();
        this.maxBytes = options.bufferMaxBytes();
    }

    /** Waits, pauses or resumes as the buffer asks for. */
    void afterPut() {
        if (paused) {
            if (engine.awaitRoom(maxWrites / 2, maxBytes / 2, WAIT_NANOS)) {
                resume();
            }
        } else if (!engine.awaitRoom(maxWrites, maxBytes, WAIT_NANOS)) {
            pause(context.assignment());
        }
        if (paused) {
            context.timeout(POLL_PAUSED_MS);
        } else if (engine.isBusy()) {
            context.timeout(POLL_BUSY_MS);
        }
    }

    /** Has the worker call put soon, where a failure is thrown. */
    void beforeCommit() {
        if (engine.isBusy()) {
            context.timeout(paused ? POLL_PAUSED_MS : POLL_BUSY_MS);
        }
    }

    /** Pauses partitions that come while the others are paused, or before the store is ready. */
    void opened(Collection<TopicPartition> partitions) {
        if (paused || !engine.isReady()) {
            pause(partitions);
        }
    }

    /** Says whether the store takes records; while it does not, has the worker call again soon. */
    boolean isStoreReady() {
        boolean ready = engine.isReady();
        if (!ready) {
            context.timeout(POLL_BUSY_MS);
        }
        return ready;
    }

    private void pause(Collection<TopicPartition> partitions) {
        context.pause(partitions.toArray(new TopicPartition[0]));
        if (!paused) {
            // Told once: a pause that is told again begins anew, and the time of the first is lost.
            paused = true;
            metrics.paused(true);
        }
    }

    private void resume() {
        context.resume(context.assignment().toArray(new TopicPartition[0]));
        paused = false;
        metrics.paused(false);
    }
}
