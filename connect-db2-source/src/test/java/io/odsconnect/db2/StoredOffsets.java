package io.odsconnect.db2;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Offsets in memory, written and read through JSON as the worker does. */
final class StoredOffsets implements OffsetStorageReader {

    private final JsonConverter converter = new JsonConverter();
    private final Map<Map<String, ?>, byte[]> stored = new HashMap<>();

    StoredOffsets() {
        converter.configure(Map.of("schemas.enable", false), false);
    }

    /** Commits the offsets of these records, in their order. */
    StoredOffsets commit(Collection<SourceRecord> records) {
        for (SourceRecord record : records) {
            store(record.sourcePartition(), record.sourceOffset());
        }
        return this;
    }

    /** Stores an offset. */
    void store(Map<String, ?> partition, Map<String, ?> offset) {
        stored.put(new HashMap<>(partition), converter.fromConnectData("offsets", null, new HashMap<>(offset)));
    }

    @Override
    @SuppressWarnings("unchecked") // Without a schema, the converter gives a map for what was a map.
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        byte[] json = stored.get(partition);
        if (json == null) {
            return null;
        }
        SchemaAndValue value = converter.toConnectData("offsets", json);
        return (Map<String, Object>) value.value();
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
