package io.odsconnect.db2.snapshot;

import java.util.Map;

/**
 * What the source offset of a row in a compare run holds beside that of a bulk row.
 *
 * @param firstPosition the position that a row read at the beginning had; {@link Long#MAX_VALUE} where nothing was read
 * @param lastPosition the highest position of the rows; {@link Long#MIN_VALUE} where there were none
 * @param dropped how many rows a transform dropped
 * @param unreadable how many rows could not be read
 * @param finished the table's last runs that came to their end, as {@link FinishedRuns} writes them
 */
record RunProgress(long firstPosition, long lastPosition, long dropped, long unreadable, String finished) {

    /** Before anything was read. */
    static final RunProgress NONE = new RunProgress(Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, "");

    private static final String FIRST = "first_position";
    private static final String LAST = "last_position";
    private static final String DROPPED = "dropped";
    private static final String UNREADABLE = "unreadable";
    private static final String FINISHED = "finished_runs";

    void addTo(Map<String, Object> offset) {
        if (firstPosition != Long.MAX_VALUE) {
            offset.put(FIRST, firstPosition);
        }
        if (lastPosition != Long.MIN_VALUE) {
            offset.put(LAST, lastPosition);
        }
        offset.put(DROPPED, dropped);
        offset.put(UNREADABLE, unreadable);
        if (!finished.isEmpty()) {
            offset.put(FINISHED, finished);
        }
    }

    static RunProgress of(Map<String, ?> offset) {
        return new RunProgress(
                number(offset, FIRST, Long.MAX_VALUE),
                number(offset, LAST, Long.MIN_VALUE),
                number(offset, DROPPED, 0),
                number(offset, UNREADABLE, 0),
                offset.get(FINISHED) instanceof String text ? text : "");
    }

    private static long number(Map<String, ?> offset, String name, long otherwise) {
        return offset.get(name) instanceof Number number ? number.longValue() : otherwise;
    }
}
