package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.audit.AuditLog;
import io.odsconnect.common.audit.AuditRecord;
import io.odsconnect.common.audit.Auditor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** An audit topic that a test acknowledges, in order, and reads as a reconciler does. */
final class FakeAuditLog implements AuditLog {

    final List<AuditRecord> records = new ArrayList<>();
    private final ArrayDeque<Written> pending = new ArrayDeque<>();
    private @Nullable ConnectException failure;
    private boolean closed;

    private record Written(AuditRecord record, Runnable acknowledged) {}

    @Override
    public Auditor auditor() {
        return new Auditor(Auditor.Role.SINK, "cards", "0");
    }

    @Override
    public void write(AuditRecord record, Runnable acknowledged) {
        records.add(record);
        pending.add(new Written(record, acknowledged));
    }

    /** Acknowledges the oldest record, if there is any. */
    void acknowledge() {
        Written oldest = pending.poll();
        if (oldest != null) {
            oldest.acknowledged.run();
        }
    }

    void acknowledgeAll() {
        while (!pending.isEmpty()) {
            acknowledge();
        }
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    void failWith(ConnectException why) {
        failure = why;
    }

    @Override
    public long pendingRecords() {
        return pending.stream().mapToLong(each -> each.record.tally().records()).sum();
    }

    @Override
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    /**
     * Returns the ranges of a partition that count: in the order of the topic, where one that begins before the end of
     * those before it replaces what it tells anew. Fails where two do not meet, or one begins within another.
     */
    List<AuditRecord> rangesOf(TopicPartition partition) {
        ArrayDeque<AuditRecord> ranges = new ArrayDeque<>();
        for (AuditRecord each : records) {
            if (!each.topic().equals(partition.topic()) || each.partition() != partition.partition()) {
                continue;
            }
            assertThat(each.lastOffset()).isGreaterThanOrEqualTo(each.firstOffset());
            while (!ranges.isEmpty() && ranges.getLast().firstOffset() >= each.firstOffset()) {
                ranges.removeLast();
            }
            if (!ranges.isEmpty()) {
                assertThat(each.firstOffset())
                        .as("%s meets the range before it", partition)
                        .isEqualTo(ranges.getLast().lastOffset() + 1);
            }
            ranges.addLast(each);
        }
        return List.copyOf(ranges);
    }
}
