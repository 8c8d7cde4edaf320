package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the bulk load of a table has come: the source offset of a bulk row.
 *
 * @param done whether the row was the table's last
 * @param rows how many rows were handed over
 * @param key the key of the last of them, a text for each of the key's columns; empty where there is none yet
 * @param streamFrom where the changes start that go with this load; null where none do
 */
public record TableProgress(
        boolean done, long rows, List<String> key, @Nullable Lsn streamFrom) {

    private static final String SNAPSHOT = "snapshot";
    private static final String DONE = "done";
    private static final String ROWS = "rows";
    private static final String STREAM_FROM = "stream_from";
    private static final String KEY = "key.";

    /** Copies the key. */
    public TableProgress {
        key = List.copyOf(key);
    }

    /** Returns the source offset; {@code keyNames} are the names of the key's columns. */
    Map<String, Object> toOffset(List<String> keyNames) {
        Map<String, Object> offset = new HashMap<>();
        offset.put(SNAPSHOT, done ? DONE : "running");
        offset.put(ROWS, rows);
        if (streamFrom != null) {
            offset.put(STREAM_FROM, streamFrom.toString());
        }
        for (int i = 0; i < key.size(); i++) {
            offset.put(KEY + keyNames.get(i), key.get(i));
        }
        return offset;
    }

    /** Reads a source offset. Where the table has another key than it had then, its load starts anew. */
    public static TableProgress ofOffset(Map<String, ?> offset, List<String> keyNames) {
        @Nullable Object streamFrom = offset.get(STREAM_FROM);
        List<String> key = keyNames.stream()
                .map(name -> offset.get(KEY + name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        return new TableProgress(
                DONE.equals(offset.get(SNAPSHOT)),
                offset.get(ROWS) instanceof Number rows ? rows.longValue() : 0,
                key.size() == keyNames.size() ? key : List.of(),
                streamFrom == null ? null : Lsn.parse(streamFrom.toString()));
    }
}
