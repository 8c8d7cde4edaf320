package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.Lsn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the load of a table has come: the source offset of a bulk row.
 *
 * @param load the load's id; empty for the initial one
 * @param begun when the load was begun, in microseconds since the epoch, as text; empty where that is not known
 * @param filter a digest of the row filter; empty where all rows are loaded
 * @param streamFrom the unit of work after which the changes start that go with this load; null where none do
 * @param done whether the row was the table's last
 * @param rows how many rows were handed over
 * @param key the key of the last of them, a text for each of the key's columns; empty where there is none yet
 * @param run what a compare run holds beside; {@link RunProgress#NONE} for other loads
 */
public record LoadProgress(
        String load,
        String begun,
        String filter,
        @Nullable Lsn streamFrom,
        boolean done,
        long rows,
        List<String> key,
        RunProgress run) {

    private static final String LOAD = "load";
    private static final String BEGUN = "plan";
    private static final String FILTER = "filter";
    private static final String STREAM_FROM = "stream_from";
    private static final String SNAPSHOT = "snapshot";
    private static final String DONE = "done";
    private static final String ROWS = "rows";
    private static final String KEY = "key.";

    /** Copies the key. */
    public LoadProgress {
        key = List.copyOf(key);
    }

    /** Returns the progress of a load that begins now, before its first row. */
    static LoadProgress none(LoadOrder order, @Nullable Lsn streamFrom) {
        String now = Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        return new LoadProgress(
                order.id(), now, order.filterDigest(), streamFrom, false, 0, List.of(), RunProgress.NONE);
    }

    /** Says whether this is progress of {@code order}: the same load of the same rows. */
    boolean isOf(LoadOrder order) {
        return load.equals(order.id()) && filter.equals(order.filterDigest());
    }

    /** Returns the progress of the same load after further rows. */
    LoadProgress after(List<String> lastKey, long rowsSoFar, boolean isLast) {
        return new LoadProgress(load, begun, filter, streamFrom, isLast, rowsSoFar, lastKey, run);
    }

    /** Returns the same progress with this of a compare run. */
    LoadProgress with(RunProgress other) {
        return new LoadProgress(load, begun, filter, streamFrom, done, rows, key, other);
    }

    /** Returns when the load was begun, in microseconds since the epoch; 0 where that is not known. */
    long begunMicros() {
        return begun.matches("[0-9]{1,18}") ? Long.parseLong(begun) : 0;
    }

    /** Returns the source offset; {@code keyNames} are the names of the key's columns. */
    Map<String, Object> toOffset(List<String> keyNames) {
        Map<String, Object> offset = new HashMap<>();
        put(offset, LOAD, load);
        put(offset, BEGUN, begun);
        put(offset, FILTER, filter);
        if (streamFrom != null) {
            offset.put(STREAM_FROM, streamFrom.toString());
        }
        offset.put(SNAPSHOT, done ? DONE : "running");
        offset.put(ROWS, rows);
        if (!run.equals(RunProgress.NONE)) {
            run.addTo(offset);
        }
        for (int i = 0; i < key.size(); i++) {
            offset.put(KEY + keyNames.get(i), key.get(i));
        }
        return offset;
    }

    private static void put(Map<String, Object> offset, String name, String value) {
        if (!value.isEmpty()) {
            offset.put(name, value);
        }
    }

    /**
     * Reads a source offset. Where the table has another key than it had then, or none, so that nobody can say where to
     * go on, its load starts anew.
     */
    static LoadProgress ofOffset(Map<String, ?> offset, List<String> keyNames) {
        boolean done = DONE.equals(offset.get(SNAPSHOT));
        List<String> key = keyNames.stream()
                .map(name -> offset.get(KEY + name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        boolean resumable = !key.isEmpty() && key.size() == keyNames.size();
        long rows = (done || resumable) && offset.get(ROWS) instanceof Number number ? number.longValue() : 0;
        return new LoadProgress(
                text(offset, LOAD),
                text(offset, BEGUN),
                text(offset, FILTER),
                streamFrom(offset),
                done,
                rows,
                resumable ? key : List.of(),
                RunProgress.of(offset));
    }

    /** Returns where the changes start that go with the load of this source offset; null where it does not say. */
    static @Nullable Lsn streamFrom(Map<String, ?> offset) {
        @Nullable Object from = offset.get(STREAM_FROM);
        return from == null ? null : Lsn.parse(from.toString());
    }

    private static String text(Map<String, ?> offset, String name) {
        @Nullable Object value = offset.get(name);
        return value == null ? "" : value.toString();
    }

    /** Leaves out the key, which is a row's. */
    @Override
    public String toString() {
        return "load " + load + " after " + rows + " rows";
    }
}
