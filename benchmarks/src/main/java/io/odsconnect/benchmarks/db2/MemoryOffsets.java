package io.odsconnect.benchmarks.db2;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** The worker's offsets, without a worker: the last one handed over for each source partition. */
final class MemoryOffsets implements OffsetStorageReader {

    private final Map<Map<String, ?>, Map<String, ?>> offsets = new ConcurrentHashMap<>();

    /** Returns a copy that goes its own way. */
    MemoryOffsets copy() {
        MemoryOffsets copy = new MemoryOffsets();
        copy.offsets.putAll(offsets);
        return copy;
    }

    /** Keeps the last offset of a batch, as a worker does when it commits. */
    void commit(List<SourceRecord> batch) {
        Map<Map<String, ?>, SourceRecord> last = new HashMap<>();
        for (SourceRecord record : batch) {
            last.put(record.sourcePartition(), record);
        }
        last.forEach((partition, record) -> offsets.put(Map.copyOf(partition), new HashMap<>(record.sourceOffset())));
    }

    @Override
    @SuppressWarnings("unchecked") // An offset that a task has given is a map of objects.
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        return (Map<String, Object>) offsets.get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            Map<String, Object> offset = offset(partition);
            if (offset != null) {
                found.put(partition, offset);
            }
        }
        return found;
    }
}
