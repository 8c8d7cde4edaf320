package io.odsconnect.common.compare;

import io.odsconnect.common.audit.TopicWriter;

/** Where the reports and findings of runs go. Safe for use by several threads. */
public interface ReportLog extends AutoCloseable {

    /**
     * Writes a record, after all that came before. Does not wait.
     *
     * @param acknowledged is run when the record is safe, on any thread; never, if it never is
     */
    void write(String key, String json, Runnable acknowledged);

    /**
     * Looks after the log; to be called now and then by the task's own thread.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if a record was refused, or none was acknowledged for too
     *     long
     */
    void check();

    /** Ends the log after a short wait for what is on its way. */
    @Override
    void close();

    /** Returns a log on a topic. */
    static ReportLog on(TopicWriter topic) {
        return new ReportLog() {

            @Override
            public void write(String key, String json, Runnable acknowledged) {
                topic.write(key, json, 1, () -> key, acknowledged);
            }

            @Override
            public void check() {
                topic.check();
            }

            @Override
            public void close() {
                topic.close();
            }
        };
    }
}
