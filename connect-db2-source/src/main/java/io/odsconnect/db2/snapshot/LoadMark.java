package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a range of a table is loaded for. Progress that was stored counts for a load only where all but the start of the
 * changes is the same.
 *
 * @param load the load's id; empty for the initial one
 * @param plan how the table is split
 * @param filter a digest of the row filter; empty where all rows are loaded
 * @param streamFrom where the changes start that go with this load; null where none do
 */
public record LoadMark(
        String load,
        RangePlan plan,
        String filter,
        @Nullable Lsn streamFrom) {

    private static final String LOAD = "load";
    private static final String PLAN = "plan";
    private static final String BOUNDS = "bounds";
    private static final String FILTER = "filter";
    private static final String STREAM_FROM = "stream_from";

    /** Returns the mark of a whole table in the initial load. */
    public static LoadMark initial(@Nullable Lsn streamFrom) {
        return new LoadMark("", RangePlan.WHOLE, "", streamFrom);
    }

    /** Says whether what was stored under {@code other} counts for this. */
    public boolean matches(LoadMark other) {
        return load.equals(other.load) && plan.equals(other.plan) && filter.equals(other.filter);
    }

    /** Returns the same with another start of the changes. */
    public LoadMark withStreamFrom(@Nullable Lsn start) {
        return new LoadMark(load, plan, filter, start);
    }

    /** Returns what a source offset says of it. */
    Map<String, Object> toOffset() {
        Map<String, Object> offset = new HashMap<>();
        put(offset, LOAD, load);
        put(offset, PLAN, plan.id());
        put(offset, BOUNDS, TextRows.join(plan.bounds()));
        put(offset, FILTER, filter);
        if (streamFrom != null) {
            offset.put(STREAM_FROM, streamFrom.toString());
        }
        return offset;
    }

    private static void put(Map<String, Object> offset, String name, String value) {
        if (!value.isEmpty()) {
            offset.put(name, value);
        }
    }

    /** Reads a source offset. */
    static LoadMark ofOffset(Map<String, ?> offset) {
        @Nullable Object streamFrom = offset.get(STREAM_FROM);
        List<List<String>> bounds = TextRows.split(text(offset, BOUNDS));
        return new LoadMark(
                text(offset, LOAD),
                new RangePlan(text(offset, PLAN), bounds),
                text(offset, FILTER),
                streamFrom == null ? null : Lsn.parse(streamFrom.toString()));
    }

    private static String text(Map<String, ?> offset, String name) {
        @Nullable Object value = offset.get(name);
        return value == null ? "" : value.toString();
    }
}
