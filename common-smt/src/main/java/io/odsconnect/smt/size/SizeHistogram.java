package io.odsconnect.smt.size;

import io.odsconnect.smt.record.TransformMetrics;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts records by size and shows the counts in JMX: {@code at-most-N-total} for N from 256 bytes to 1 MiB in powers of
 * two, each with those of the smaller ones in it, {@code record-total}, {@code byte-total}, {@code over-limit-total} and
 * {@code size-max}.
 */
public final class SizeHistogram implements AutoCloseable {

    private static final int FIRST_POWER = 8;
    private static final int LAST_POWER = 20;

    private final TransformMetrics metrics;
    private final LongAdder[] buckets = new LongAdder[LAST_POWER - FIRST_POWER + 1];
    private final LongAdder records;
    private final LongAdder bytes;
    private final LongAdder overLimit;
    private final LongAccumulator max = new LongAccumulator(Math::max, 0);

    /**
     * Starts to count.
     *
     * @param limit the limit, in bytes: it distinguishes several transforms of a task
     */
    public SizeHistogram(long limit) {
        metrics = TransformMetrics.start("record-size", Map.of("limit", String.valueOf(limit)));
        for (int i = 0; i < buckets.length; i++) {
            int last = i;
            buckets[i] = new LongAdder();
            metrics.gauge(
                    "at-most-" + (1 << (FIRST_POWER + i)) + "-total",
                    "Records of at most so many bytes",
                    () -> upTo(last));
        }
        records = metrics.counter("record-total", "Records measured");
        bytes = metrics.counter("byte-total", "Bytes of all of them");
        overLimit = metrics.counter("over-limit-total", "Records over the limit");
        metrics.gauge("size-max", "Bytes of the largest", max::get);
    }

    /** Counts a record of this size. */
    public void count(long size, boolean isOverLimit) {
        records.increment();
        bytes.add(size);
        max.accumulate(size);
        if (isOverLimit) {
            overLimit.increment();
        }
        int power = Long.SIZE - Long.numberOfLeadingZeros(Math.max(size, 1) - 1);
        if (power <= LAST_POWER) {
            buckets[Math.max(power, FIRST_POWER) - FIRST_POWER].increment();
        }
    }

    private long upTo(int last) {
        long sum = 0;
        for (int i = 0; i <= last; i++) {
            sum += buckets[i].sum();
        }
        return sum;
    }

    /** Takes the counts out of JMX. */
    @Override
    public void close() {
        metrics.close();
    }
}
