package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What the worker's offsets know of earlier loads.
 *
 * <p>Version 0.1 could split a table into ranges, each with an offset of its own that holds the split. Such a load counts
 * where all its ranges are done; where it was interrupted it begins anew.
 */
public final class StoredLoads {

    /** Version 0.1 never split a table into more ranges than this. */
    private static final int MOST_RANGES = 64;

    private static final String BOUNDS = "bounds";

    private final OffsetStorageReader offsets;
    private final LoadPartitions partitions;

    /** Reads {@code offsets}. */
    public StoredLoads(OffsetStorageReader offsets, LoadPartitions partitions) {
        this.offsets = offsets;
        this.partitions = partitions;
    }

    /** Returns how far the load of this table for this cause came that was begun last; null where none was stored. */
    public @Nullable LoadProgress of(TableEvents events, LoadCause cause) {
        List<Map<String, String>> keys = new ArrayList<>();
        keys.add(partitions.of(events.table(), cause));
        for (int range = 0; range < MOST_RANGES; range++) {
            keys.add(partitions.of(events.table(), cause, range));
        }
        Map<Map<String, String>, Map<String, Object>> found = offsets.offsets(keys);
        @Nullable Map<String, Object> whole = found == null ? null : found.get(keys.get(0));
        @Nullable LoadProgress progress = whole == null ? null : LoadProgress.ofOffset(whole, events.loadKey());
        Map<Integer, Map<String, Object>> ranges = new HashMap<>();
        for (int range = 0; found != null && range < MOST_RANGES; range++) {
            @Nullable Map<String, Object> offset = found.get(keys.get(range + 1));
            if (offset != null) {
                ranges.put(range, offset);
            }
        }
        @Nullable LoadProgress split = ofRanges(ranges);
        return split == null || (progress != null && progress.begunMicros() >= split.begunMicros()) ? progress : split;
    }

    private static @Nullable LoadProgress ofRanges(Map<Integer, Map<String, Object>> ranges) {
        @Nullable LoadProgress newest = null;
        int wanted = 0;
        for (Map<String, Object> offset : ranges.values()) {
            LoadProgress progress = LoadProgress.ofOffset(offset, List.of());
            if (newest == null || progress.begunMicros() > newest.begunMicros()) {
                newest = progress;
                wanted = TextRows.split(String.valueOf(offset.getOrDefault(BOUNDS, "")))
                                .size()
                        + 1;
            }
        }
        if (newest == null) {
            return null;
        }
        long rows = 0;
        boolean done = true;
        for (int range = 0; range < wanted; range++) {
            @Nullable Map<String, Object> offset = ranges.get(range);
            @Nullable LoadProgress one = offset == null ? null : LoadProgress.ofOffset(offset, List.of());
            done &= one != null && one.done() && one.begun().equals(newest.begun());
            rows += one == null ? 0 : one.rows();
        }
        return newest.after(List.of(), done ? rows : 0, done);
    }
}
