package io.odsconnect.common.sink;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the worker back while the store is not there yet, and when it is slower than Kafka: first by a short wait
 * at the end of put, which is all it takes as long as the store moves; then by pausing the partitions, so that the
 * worker goes on polling and stays in its consumer group however long the store is away. Used by the worker's
 * thread only.
 *
 * <p>The worker remembers what a task has paused, and pauses it again when it is taken away and comes back. A resume in
 * between does not reach a partition that is away. So whatever is assigned is either paused or resumed here.
 */
final class FlowControl {

    private static final Logger LOG = LoggerFactory.getLogger(FlowControl.class);

    /** Longer than a store that moves takes to make room, shorter than a rebalance or a stop should have to wait. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** While paused, the wait is in here, where room is noticed at once, and not in the consumer's poll. */
    private static final long POLL_PAUSED_MS = 1;

    /** How long to wait while writes are in flight, until bad records and failures are checked again. */
    private static final long POLL_BUSY_MS = 500;

    private final String connector;
    private final SinkEngine<?> engine;
    private final SinkTaskContext context;
    private final SinkMetrics metrics;
    private final BufferLimit full;
    private final BufferLimit half;
    private boolean paused;
    private long pausedNanos;

    FlowControl(
            String connector, SinkEngine<?> engine, SinkTaskContext context, SinkOptions options, SinkMetrics metrics) {
        this.connector = connector;
        this.engine = engine;
        this.context = context;
        this.metrics = metrics;
        this.full = new BufferLimit(options.bufferMaxRecords(), options.bufferMaxBytes(), false);
        this.half = new BufferLimit(options.bufferMaxRecords(), options.bufferMaxBytes(), true);
    }

    /**
     * Waits, pauses or resumes as the buffer asks for.
     *
     * @param pollWasEmpty whether the worker had no records to give
     */
    void afterPut(boolean pollWasEmpty) {
        if (paused) {
            if (engine.awaitRoom(half, WAIT_NANOS)) {
                resume();
            }
        } else if (!engine.awaitRoom(full, WAIT_NANOS)) {
            pause(context.assignment(), "the buffer is full, because the store is slower than Kafka or unavailable");
        }
        engine.look(paused, pollWasEmpty);
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

    /** Pauses partitions that come while the others are paused, or before the store is ready; resumes all others. */
    void opened(Collection<TopicPartition> partitions) {
        if (!engine.isReady()) {
            pause(partitions, "the store has not been reached yet");
        } else if (paused) {
            pause(partitions, "the others are");
        } else {
            context.resume(array(partitions));
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

    /** Has the worker give again what the store may have lost. */
    void recover() {
        Map<TopicPartition, Long> from = engine.lostFrom();
        if (!from.isEmpty()) {
            context.offset(from);
            LOG.warn(
                    "Connector {}: a server of the store was away or was started again and may have lost what it had"
                            + " acknowledged. Reads again from the offsets that were held back: {}",
                    connector,
                    from);
        }
    }

    private void pause(Collection<TopicPartition> partitions, String why) {
        context.pause(array(partitions));
        if (!paused) {
            // Reported once: a pause reported again would begin anew, and the time of the first would be lost.
            paused = true;
            pausedNanos = System.nanoTime();
            metrics.paused(true);
            LOG.info("Connector {}: pauses {}: {}. {}", connector, partitions, why, engine.describeOpen());
        }
    }

    private void resume() {
        Collection<TopicPartition> partitions = context.assignment();
        context.resume(array(partitions));
        paused = false;
        metrics.paused(false);
        LOG.info(
                "Connector {}: resumes {} after {} ms: the buffer has room again",
                connector,
                partitions,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - pausedNanos));
    }

    private static TopicPartition[] array(Collection<TopicPartition> partitions) {
        return partitions.toArray(new TopicPartition[0]);
    }
}
