package io.odsconnect.common.audit;

import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.common.event.RecordFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The audit of a source task: what Kafka has acknowledged of its records, in ranges of consecutive offsets. Where
 * another producer has written between, or a transaction has ended, a range ends.
 *
 * <pre>{@code
 * start:         audit = SourceAudit.open(props);
 * commitRecord:  audit.acknowledged(record, metadata);
 * poll:          audit.flush();
 * stop:          audit.close();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class SourceAudit implements AutoCloseable {

    /** No range grows longer, so that memory and what a crash leaves untold are bounded. */
    private static final long MOST_RECORDS = 1000;

    private final @Nullable AuditLog log;
    private final String digestHeader;
    private final LongSupplier millis;
    private final Map<TopicPartition, Range> open = new HashMap<>();

    private static final class Range {

        private final AuditTally tally = new AuditTally();
        private final long first;
        private long last;

        Range(long first) {
            this.first = first;
            this.last = first - 1;
        }
    }

    /**
     * Opens the audit of a task, or one that reports nothing if {@link AuditOptions#TOPIC} is not set.
     *
     * @param props the task's configuration; it has the connector's {@code name} and, where there are several tasks,
     *     the task's number as {@link TaskName#TASK_ID}
     * @throws org.apache.kafka.connect.errors.ConnectException if the audit topic is not there
     */
    public static SourceAudit open(Map<String, String> props) {
        AuditOptions options = AuditOptions.of(props);
        TaskName name = TaskName.of(props);
        AuditLog log = options.isEnabled()
                ? AuditLog.open(options, new Auditor(Auditor.Role.SOURCE, name.connector(), name.task()), -1)
                : null;
        return new SourceAudit(log, options.digestHeader(), System::currentTimeMillis);
    }

    SourceAudit(@Nullable AuditLog log, String digestHeader, LongSupplier millis) {
        this.log = log;
        this.digestHeader = digestHeader;
        this.millis = millis;
    }

    /**
     * Takes a record that Kafka has acknowledged, as {@link org.apache.kafka.connect.source.SourceTask#commitRecord}
     * is reported. The record is the one before transforms: only a digest that was put in its headers is summed up. Records of
     * compare runs are left out: no sink applies them, so nothing would ever meet what is told of them.
     *
     * @param metadata where the record is; null for one that a transform dropped, which is not published
     */
    public void acknowledged(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (log == null || metadata == null || !metadata.hasOffset() || CompareRunHeader.of(record.headers()) != null) {
            return;
        }
        TopicPartition partition = new TopicPartition(metadata.topic(), metadata.partition());
        synchronized (open) {
            Range range = open.get(partition);
            if (range != null && (range.last + 1 != metadata.offset() || range.tally.records() >= MOST_RECORDS)) {
                write(log, partition, range);
                range = null;
            }
            if (range == null) {
                range = new Range(metadata.offset());
                open.put(partition, range);
            }
            range.last = metadata.offset();
            RecordFacts facts = RecordFacts.of(record);
            Long position = facts.position();
            range.tally.add(
                    facts.operation().orElse(null),
                    AuditOutcome.PUBLISHED,
                    position == null ? ChangeEvent.NO_POSITION : position,
                    RowDigest.of(record.headers(), digestHeader));
        }
    }

    /**
     * Tells what was acknowledged until now.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if an audit record was refused
     */
    public void flush() {
        if (log == null) {
            return;
        }
        log.check();
        synchronized (open) {
            List<TopicPartition> told = new ArrayList<>(open.size());
            open.forEach((partition, range) -> {
                write(log, partition, range);
                told.add(partition);
            });
            told.forEach(open::remove);
        }
    }

    private void write(AuditLog to, TopicPartition partition, Range range) {
        to.write(
                new AuditRecord(
                        to.auditor(),
                        partition.topic(),
                        partition.partition(),
                        range.first,
                        range.last,
                        range.tally,
                        millis.getAsLong()),
                () -> {});
    }

    /** Tells the rest and ends. */
    @Override
    public void close() {
        if (log == null) {
            return;
        }
        try {
            flush();
        } finally {
            log.close();
        }
    }
}
