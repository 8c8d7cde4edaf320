package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What the worker's offsets know of earlier loads. Every stored range tells the whole split, so the newest one that
 * belongs to a load says how that load goes on, whatever number of tasks it had.
 */
public final class StoredLoads {

    /** A table is never split into more ranges than this: where to look for stored ones. */
    public static final int MOST_RANGES = 64;

    private final OffsetStorageReader offsets;
    private final LoadPartitions partitions;

    /** Reads {@code offsets}. */
    public StoredLoads(OffsetStorageReader offsets, LoadPartitions partitions) {
        this.offsets = offsets;
        this.partitions = partitions;
    }

    /** Returns what was stored last of loads of this table for this cause, one for each range stored. */
    public Stored of(TableEvents events, LoadCause cause) {
        List<Map<String, String>> keys = new ArrayList<>();
        keys.add(partitions.of(events.table(), cause));
        for (int range = 0; range < MOST_RANGES; range++) {
            keys.add(partitions.of(events.table(), cause, range));
        }
        Map<Map<String, String>, Map<String, Object>> found = offsets.offsets(keys);
        Map<Integer, RangeProgress> ranges = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            @Nullable Map<String, Object> offset = found == null ? null : found.get(keys.get(i));
            if (offset != null) {
                ranges.put(i - 1, RangeProgress.ofOffset(offset, events.loadKey()));
            }
        }
        return new Stored(ranges);
    }

    /** Progress by range; -1 is a table that is not split. */
    public static final class Stored {

        private static final int WHOLE = -1;

        private final Map<Integer, RangeProgress> ranges;

        Stored(Map<Integer, RangeProgress> ranges) {
            this.ranges = Map.copyOf(ranges);
        }

        /** Returns the newest split that was stored; null where nothing was. */
        public @Nullable LoadMark newest() {
            return newest(null);
        }

        /** Returns the newest split that was stored for the load with this id; null where none was. */
        public @Nullable LoadMark newest(@Nullable String load) {
            @Nullable LoadMark newest = null;
            for (RangeProgress progress : ranges.values()) {
                LoadMark mark = progress.mark();
                if ((load == null || mark.load().equals(load))
                        && (newest == null
                                || mark.plan().createdMicros() > newest.plan().createdMicros())) {
                    newest = mark;
                }
            }
            return newest;
        }

        /** Returns how far the range of this split has come. */
        RangeProgress progress(LoadMark mark, int range) {
            @Nullable RangeProgress known = ranges.get(mark.plan().size() == 1 ? WHOLE : range);
            return known != null && known.mark().matches(mark)
                    ? new RangeProgress(mark, known.done(), known.rows(), known.key())
                    : RangeProgress.none(mark);
        }

        /** Says whether every range of this split is done. */
        public boolean isDone(LoadMark mark) {
            for (int range = 0; range < mark.plan().size(); range++) {
                @Nullable RangeProgress known = ranges.get(mark.plan().size() == 1 ? WHOLE : range);
                if (known == null || !known.done() || !known.mark().matches(mark)) {
                    return false;
                }
            }
            return true;
        }
    }
}
