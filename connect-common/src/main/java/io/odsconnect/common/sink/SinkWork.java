package io.odsconnect.common.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a sink task does with what it reads, by {@code sink.mode}. Used by the worker's thread only. */
interface SinkWork {

    /** Takes partitions that were assigned to the task. */
    void open(Collection<TopicPartition> partitions);

    /**
     * Takes records.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if the task cannot go on
     */
    void put(Collection<SinkRecord> records);

    /** Returns what may be committed, of partitions of which something may be. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed);

    /** Gives up partitions. */
    void close(Collection<TopicPartition> partitions);

    /** Ends the work and its store. */
    void stop();
}
