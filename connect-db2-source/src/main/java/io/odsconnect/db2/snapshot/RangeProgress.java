package io.odsconnect.db2.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the load of a range has come: the source offset of a bulk row.
 *
 * @param mark what the range is loaded for
 * @param done whether the row was the range's last
 * @param rows how many rows were handed over
 * @param key the key of the last of them, a text for each of the key's columns; empty where there is none yet
 */
public record RangeProgress(LoadMark mark, boolean done, long rows, List<String> key) {

    private static final String SNAPSHOT = "snapshot";
    private static final String DONE = "done";
    private static final String ROWS = "rows";
    private static final String KEY = "key.";

    /** Copies the key. */
    public RangeProgress {
        key = List.copyOf(key);
    }

    /** Returns the progress before the first row. */
    public static RangeProgress none(LoadMark mark) {
        return new RangeProgress(mark, false, 0, List.of());
    }

    /** Returns the source offset; {@code keyNames} are the names of the key's columns. */
    Map<String, Object> toOffset(List<String> keyNames) {
        Map<String, Object> offset = new HashMap<>(mark.toOffset());
        offset.put(SNAPSHOT, done ? DONE : "running");
        offset.put(ROWS, rows);
        for (int i = 0; i < key.size(); i++) {
            offset.put(KEY + keyNames.get(i), key.get(i));
        }
        return offset;
    }

    /**
     * Reads a source offset. Where the table has another key than it had then, or none, so that nobody can say where to
     * go on, its load starts anew.
     */
    public static RangeProgress ofOffset(Map<String, ?> offset, List<String> keyNames) {
        LoadMark mark = LoadMark.ofOffset(offset);
        boolean done = DONE.equals(offset.get(SNAPSHOT));
        long rows = offset.get(ROWS) instanceof Number number ? number.longValue() : 0;
        List<String> key = keyNames.stream()
                .map(name -> offset.get(KEY + name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        boolean resumable = !key.isEmpty() && key.size() == keyNames.size();
        return done || resumable ? new RangeProgress(mark, done, rows, resumable ? key : List.of()) : none(mark);
    }
}
