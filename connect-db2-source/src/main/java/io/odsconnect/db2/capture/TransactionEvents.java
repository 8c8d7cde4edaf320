package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TransactionBlock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** The BEGIN and END events of units of work, in Debezium's form. */
final class TransactionEvents {

    private final String topic;
    private final Map<String, String> partition;

    /** Tells them on {@code topic}; {@code partition} is the source partition of the stream. */
    TransactionEvents(String topic, Map<String, String> partition) {
        this.topic = topic;
        this.partition = partition;
    }

    SourceRecord begin(Lsn commit, long commitMicros, Map<String, Object> offset) {
        return record(commit, TransactionBlock.begin(commit.toString(), commitMicros), offset);
    }

    SourceRecord end(Lsn commit, long commitMicros, UnitOrder order, Map<String, Object> offset) {
        Struct value = TransactionBlock.end(
                commit.toString(), commitMicros, order.total(), List.copyOf(new TreeMap<>(order.byTable()).entrySet()));
        return record(commit, value, offset);
    }

    private SourceRecord record(Lsn commit, Struct value, Map<String, Object> offset) {
        Struct key = TransactionBlock.key(commit.toString());
        return new SourceRecord(partition, offset, topic, null, key.schema(), key, value.schema(), value);
    }
}
