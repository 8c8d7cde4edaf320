package io.odsconnect.db2;

import io.odsconnect.db2.capture.StreamOffset;
import io.odsconnect.db2.capture.StreamPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds loads and changes back until the worker has stored where the changes begin, at the start and where a table comes
 * later. After a crash before that, they would begin later at the next start: what changed meanwhile would be lost, and rows
 * that were loaded before and deleted meanwhile would stay in the targets for ever.
 *
 * <p>Belongs to the thread that polls, but for {@link #written} and {@link #dropped}.
 */
final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    /** Each look reads the topic of the offsets to its end. */
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    /**
     * With exactly-once support a worker does not say that a record was dropped before another one is written, and there is
     * none. No transaction is open for longer than this: brokers allow 15 minutes unless they are told otherwise.
     */
    private static final long PATIENCE_NANOS = Duration.ofMinutes(20).toNanos();

    private final OffsetStorageReader offsets;
    private final LongSupplier nanoTime;
    private volatile Collection<SourceRecord> waited = List.of();
    private volatile boolean written;
    private long handedOverNanos;
    private boolean told;
    private long pauseNanos;
    private long nextLookNanos;

    /** Asks {@code offsets} what is stored, by {@code nanoTime}, a clock that never goes back. */
    Beginning(OffsetStorageReader offsets, LongSupplier nanoTime) {
        this.offsets = offsets;
        this.nanoTime = nanoTime;
    }

    /** Hears which records tell where changes begin. Those that are waited for already are waited for all the same. */
    void handedOver(Collection<SourceRecord> records) {
        Map<Map<String, ?>, SourceRecord> latest = new LinkedHashMap<>();
        waited.forEach(sent -> latest.put(sent.sourcePartition(), sent));
        records.forEach(sent -> latest.put(sent.sourcePartition(), sent));
        written = false;
        waited = List.copyOf(latest.values());
        pauseNanos = SHORTEST_PAUSE_NANOS;
        handedOverNanos = nanoTime.getAsLong();
        nextLookNanos = handedOverNanos;
    }

    /** Says whether it is stored where the changes begin. */
    boolean isStored() {
        if (waited.isEmpty()) {
            return true;
        }
        if (!untilDue().isZero()) {
            return false;
        }
        nextLookNanos = nanoTime.getAsLong() + pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        if (isStored(waited)) {
            waited = List.of();
            return true;
        }
        if (!written && nanoTime.getAsLong() - handedOverNanos >= PATIENCE_NANOS) {
            LOG.warn("The worker has not written where changes begin to the heartbeat topic, so they are read without"
                    + " that. If it crashes before the first change, they begin later at the next start. Check that no"
                    + " transform drops the records of the heartbeat topic.");
            waited = List.of();
            return true;
        }
        if (!told) {
            told = true;
            LOG.info("Tables are loaded and changes are read when the worker has stored where the changes begin, after"
                    + " offset.flush.interval.ms at the latest");
        }
        return false;
    }

    @SuppressWarnings("unchecked") // A source partition of ours is a map of strings.
    private boolean isStored(Collection<SourceRecord> records) {
        List<Map<String, String>> partitions = records.stream()
                .map(sent -> (Map<String, String>) sent.sourcePartition())
                .toList();
        Map<Map<String, String>, Map<String, Object>> stored = offsets.offsets(partitions);
        return records.stream().allMatch(sent -> isStored(sent.sourceOffset(), stored.get(sent.sourcePartition())));
    }

    /** What was stored of the same stream before, perhaps of a table that was registered anew, does not count. */
    private static boolean isStored(Map<String, ?> sent, @Nullable Map<String, Object> stored) {
        if (stored == null || StreamOffset.restored(stored) != StreamOffset.restored(sent)) {
            return false;
        }
        int order = StreamPosition.ofOffset(stored).orderTo(StreamPosition.ofOffset(sent));
        return order > 0 || (order == 0 && texts(sent).equals(texts(stored)));
    }

    /** A number may come back as one of another type. */
    private static Map<String, String> texts(Map<String, ?> offset) {
        Map<String, String> texts = new HashMap<>();
        offset.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    /** Hears that a record is in Kafka: the worker is going to store its offset. Any thread may call it. */
    void written(Map<String, ?> offset) {
        if (waited.stream().anyMatch(sent -> sent.sourceOffset().equals(offset))) {
            written = true;
        }
    }

    /** Hears that a record will not be in Kafka, since a transform has dropped it. Any thread may call it. */
    void dropped(Map<String, ?> offset) {
        if (waited.stream().anyMatch(sent -> sent.sourceOffset().equals(offset))) {
            waited = List.of();
            LOG.warn(
                    "A transform drops the records of the heartbeat topic, so it is not stored where changes begin. If the"
                            + " worker crashes before the first change, they begin later at the next start. Let these records pass.");
        }
    }

    /** Returns how long it is to the next look; a long time where none is needed. */
    Duration untilDue() {
        return waited.isEmpty()
                ? Duration.ofNanos(LONGEST_PAUSE_NANOS)
                : Duration.ofNanos(Math.max(0, nextLookNanos - nanoTime.getAsLong()));
    }
}
