package io.odsconnect.common.sink;

import io.odsconnect.common.event.Operation;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of a sink task in JMX, as {@code odsconnect:type=sink,connector="NAME",task=N}. JMX, because it is there
 * on every worker; Connect's own plugin metrics are not before 4.1.
 *
 * <p>Attributes, all of type long and counted from the start of the task unless it says otherwise:
 * <ul>
 *   <li>{@code applied-total}, {@code stale-total}, {@code superseded-total}, {@code rejected-total}, {@code
 *       retried-total}, {@code skipped-total}: writes by what became of them ({@link SinkMetrics.Result}); the same by
 *       operation as {@code applied-read-total}, {@code …-create-total}, {@code …-update-total}, {@code
 *       …-delete-total}
 *   <li>{@code batches-total}, {@code batch-writes-total}, {@code batch-bytes-total}, {@code batch-time-ms-total}:
 *       batches that came through, their writes, bytes and time under way; {@code batches-failed-total}
 *   <li>{@code batches-in-flight}, {@code open-writes}, {@code open-bytes}: now
 *   <li>{@code lag-ms}: from the commit in the database to the store's acknowledgement, the longest in the last batch;
 *       -1 before the first event that tells its commit time
 *   <li>{@code paused}: 1 while the partitions are paused, else 0; {@code paused-ms-total}
 * </ul>
 */
final class JmxSinkMetrics implements SinkMetrics, DynamicMBean {

    private static final Logger LOG = LoggerFactory.getLogger(JmxSinkMetrics.class);

    private final ObjectName name;
    private final Map<String, LongSupplier> attributes = new TreeMap<>();
    private final Map<Result, Counts> counts = new EnumMap<>(Result.class);
    private final LongAdder batches = new LongAdder();
    private final LongAdder batchWrites = new LongAdder();
    private final LongAdder batchBytes = new LongAdder();
    private final LongAdder batchNanos = new LongAdder();
    private final LongAdder batchesFailed = new LongAdder();
    private volatile int inFlight;
    private volatile int openWrites;
    private volatile long openBytes;
    private volatile long lagMicros = -1;
    private volatile long pausedNanos;
    private volatile long pausedSince;
    private volatile boolean paused;

    private JmxSinkMetrics(ObjectName name) {
        this.name = name;
        for (Result result : Result.values()) {
            defineCounts(result);
        }
        attributes.put("batches-total", batches::sum);
        attributes.put("batch-writes-total", batchWrites::sum);
        attributes.put("batch-bytes-total", batchBytes::sum);
        attributes.put("batch-time-ms-total", () -> TimeUnit.NANOSECONDS.toMillis(batchNanos.sum()));
        attributes.put("batches-failed-total", batchesFailed::sum);
        attributes.put("batches-in-flight", () -> inFlight);
        attributes.put("open-writes", () -> openWrites);
        attributes.put("open-bytes", () -> openBytes);
        attributes.put("lag-ms", () -> lagMicros < 0 ? -1 : TimeUnit.MICROSECONDS.toMillis(lagMicros));
        attributes.put("paused", () -> paused ? 1 : 0);
        attributes.put("paused-ms-total", this::pausedMillis);
    }

    private void defineCounts(Result result) {
        Counts byOperation = new Counts();
        counts.put(result, byOperation);
        String prefix = result.name().toLowerCase(Locale.ROOT) + "-";
        byOperation.known.forEach((operation, count) ->
                attributes.put(prefix + operation.name().toLowerCase(Locale.ROOT) + "-total", count::sum));
        attributes.put(prefix + "total", byOperation::sum);
    }

    /** Counts by operation. */
    private static final class Counts {

        private final Map<Operation, LongAdder> known = new EnumMap<>(Operation.class);
        private final LongAdder unknown = new LongAdder();

        Counts() {
            for (Operation operation : Operation.values()) {
                known.put(operation, new LongAdder());
            }
        }

        void add(@Nullable Operation operation, int count) {
            LongAdder adder = operation == null ? null : known.get(operation);
            (adder == null ? unknown : adder).add(count);
        }

        long sum() {
            long sum = unknown.sum();
            for (LongAdder each : known.values()) {
                sum += each.sum();
            }
            return sum;
        }
    }

    /** Makes the metrics of a task and registers them; where that fails, they count for nobody and the task runs. */
    static SinkMetrics register(TaskName task) {
        try {
            ObjectName name = new ObjectName("odsconnect:type=sink,connector=" + ObjectName.quote(task.connector())
                    + ",task=" + ObjectName.quote(task.task()).replace("\"", ""));
            JmxSinkMetrics metrics = new JmxSinkMetrics(name);
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) {
                // Left by a task that the worker gave up on and started again.
                server.unregisterMBean(name);
            }
            server.registerMBean(metrics, name);
            return metrics;
        } catch (JMException e) {
            LOG.warn(
                    "Connector {}, task {}: the metrics could not be registered in JMX",
                    task.connector(),
                    task.task(),
                    e);
            return SinkMetrics.NONE;
        }
    }

    @Override
    public void count(@Nullable Operation operation, Result result, int writes) {
        Counts byOperation = counts.get(result);
        if (byOperation != null) {
            byOperation.add(operation, writes);
        }
    }

    @Override
    public void batch(int writes, long bytes, long nanos) {
        batches.increment();
        batchWrites.add(writes);
        batchBytes.add(bytes);
        batchNanos.add(nanos);
    }

    @Override
    public void batchFailed() {
        batchesFailed.increment();
    }

    @Override
    public void lag(long micros) {
        lagMicros = micros;
    }

    @Override
    public void open(int batchesInFlight, int writes, long bytes) {
        inFlight = batchesInFlight;
        openWrites = writes;
        openBytes = bytes;
    }

    @Override
    public void paused(boolean now) {
        if (now) {
            pausedSince = System.nanoTime();
        } else {
            pausedNanos = pausedNanos + System.nanoTime() - pausedSince;
        }
        paused = now;
    }

    private long pausedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(paused ? pausedNanos + System.nanoTime() - pausedSince : pausedNanos);
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("The metrics {} were not registered any more", name, e);
        }
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        LongSupplier value = attributes.get(attribute);
        if (value == null) {
            throw new AttributeNotFoundException("There is no attribute " + attribute);
        }
        return value.getAsLong();
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList list = new AttributeList();
        for (String each : names) {
            LongSupplier value = attributes.get(each);
            if (value != null) {
                list.add(new Attribute(each, value.getAsLong()));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("The attribute " + attribute.getName() + " cannot be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList list) {
        return new AttributeList();
    }

    @Override
    public @Nullable Object invoke(String action, Object[] params, String[] signature) {
        throw new UnsupportedOperationException("There are no operations");
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] infos = attributes.keySet().stream()
                .map(each -> new MBeanAttributeInfo(each, "long", each, true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(getClass().getName(), "A sink task of ODS Connect", infos, null, null, null);
    }
}
