package io.odsconnect.db2.offset;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads offsets from a map, as they are in it at the time.
 *
 * @param stored the offsets by source partition
 */
public record MapOffsets(Map<? extends Map<String, ?>, Map<String, Object>> stored) implements OffsetStorageReader {

    @Override
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        return stored.get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, stored.get(partition)));
        return found;
    }
}
