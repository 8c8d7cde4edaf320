package io.odsconnect.db2;

import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** The changes that a task hands over: one stream over all its tables, or one for each. */
interface Changes {

    /**
     * Adds the next changes to {@code batch} until it has {@code max} records or there is no more to be had now. What was
     * added counts as handed over, also when this fails later on.
     */
    void read(List<SourceRecord> batch, int max) throws SQLException;

    /** Says whether the last record handed over leaves its unit of work open, so that nothing may come in between. */
    boolean unitOpen();

    /** Forgets what was read ahead and the connection; the next read goes on after the last change handed over. */
    void rewind();

    /**
     * Returns how many records of the batch given to {@link #read} last make up whole units of work: a Kafka transaction may
     * end after them, but not among those that follow.
     */
    int whole();

    /**
     * Returns a heartbeat for each stream for which one is due, at what was handed over last. Nothing may come in between an
     * open unit of work.
     */
    List<SourceRecord> heartbeats(Heartbeats heartbeats) throws SQLException;
}
