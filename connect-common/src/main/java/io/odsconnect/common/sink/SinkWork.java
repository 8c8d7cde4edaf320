package io.odsconnect.common.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a sink task does with what it reads, by {@code sink.mode}. Used by the worker's thread only. */
interface SinkWork {

    /** Called when partitions were assigned to the task. */
    void open(Collection<TopicPartition> partitions);

    /**
     * Processes records.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if the task cannot go on
     */
    void put(Collection<SinkRecord> records);

    /** Returns the offsets that may be committed; only partitions that have one. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed);

    /** Called when partitions were revoked. */
    void close(Collection<TopicPartition> partitions);

    /** Ends the work and its store. */
    void stop();
}
