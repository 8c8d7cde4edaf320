package io.odsconnect.common.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Writes records to the store.
 *
 * @param engine writes them
 * @param flow pauses partitions while the buffer is full
 */
record ApplyWork(SinkEngine<?> engine, FlowControl flow) implements SinkWork {

    @Override
    public void open(Collection<TopicPartition> partitions) {
        engine.open(partitions);
        flow.opened(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (flow.isStoreReady()) {
            engine.put(records);
            flow.recover();
            flow.afterPut(records.isEmpty());
        } else if (!records.isEmpty()) {
            // Partitions are paused since they were opened. If a worker polled anyway, it delivers these again.
            throw new RetriableException("The store has not been reached yet, and takes no records so far");
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        flow.beforeCommit();
        return engine.committable(consumed);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        engine.close(partitions);
    }

    @Override
    public void stop() {
        engine.stop();
    }
}
