package io.odsconnect.common.audit;

import org.apache.kafka.connect.errors.ConnectException;

/** Where audit records go. Safe for use by several threads. */
public interface AuditLog extends AutoCloseable {

    /**
     * Opens the audit of a task on the topic that the options name.
     *
     * @param options options with a topic
     * @param timeoutMillis how long a record is tried before the task fails, in milliseconds; -1 for ever
     * @throws ConnectException if the topic is not there, or cannot be written to
     */
    static AuditLog open(AuditOptions options, Auditor auditor, long timeoutMillis) {
        return KafkaAuditLog.open(options, auditor, timeoutMillis);
    }

    /** Returns whose audit this is. */
    Auditor auditor();

    /**
     * Writes a record, after all that came before. Does not wait.
     *
     * @param acknowledged is run when the record is safe, on any thread; never, if it never is
     */
    void write(AuditRecord record, Runnable acknowledged);

    /** Returns how many records the audit records stand for that are not acknowledged. */
    long pendingRecords();

    /**
     * Looks after the audit; to be called now and then by the task's own thread.
     *
     * @throws ConnectException if a record was refused, or none was acknowledged for too long
     */
    void check();

    /** Ends the audit after a short wait for what is on its way. What is not acknowledged then is written again. */
    @Override
    void close();
}
