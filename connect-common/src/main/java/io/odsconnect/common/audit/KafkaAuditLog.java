package io.odsconnect.common.audit;

import io.odsconnect.common.config.TaskName;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;

/** Writes audit records to their topic, as {@link TopicWriter} does. Safe for use by several threads. */
final class KafkaAuditLog implements AuditLog {

    private static final String WHAT = "audit";

    private final TopicWriter writer;
    private final Auditor auditor;

    /** Opens the audit of a task; see {@link AuditLog#open}. */
    static KafkaAuditLog open(AuditOptions options, Auditor auditor, long timeoutMillis) {
        return new KafkaAuditLog(
                TopicWriter.open(options, options.topic(), WHAT, task(auditor), timeoutMillis), auditor);
    }

    KafkaAuditLog(
            Producer<String, String> producer,
            String topic,
            Auditor auditor,
            long timeoutMillis,
            LongSupplier nanoTime) {
        this(new TopicWriter(producer, topic, WHAT, task(auditor), timeoutMillis, nanoTime), auditor);
    }

    private KafkaAuditLog(TopicWriter writer, Auditor auditor) {
        this.writer = writer;
        this.auditor = auditor;
    }

    private static TaskName task(Auditor auditor) {
        return new TaskName(auditor.connector(), auditor.task());
    }

    @Override
    public Auditor auditor() {
        return auditor;
    }

    @Override
    public void write(AuditRecord record, Runnable acknowledged) {
        writer.write(
                record.key(),
                record.toJson(),
                record.tally().records(),
                () -> "topic " + record.topic() + ", partition " + record.partition() + ", offsets "
                        + record.firstOffset() + " to " + record.lastOffset(),
                acknowledged);
    }

    @Override
    public long pendingRecords() {
        return writer.pendingWeight();
    }

    @Override
    public void check() {
        writer.check();
    }

    @Override
    public void close() {
        writer.close();
    }
}
