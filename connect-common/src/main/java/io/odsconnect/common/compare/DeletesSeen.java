package io.odsconnect.common.compare;

import io.odsconnect.common.event.ChangeEvent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The deletes that came on a table's change topic, as many as there is room for. For stores that cannot distinguish a row that was
 * deleted from one that never was. Guarded by the engine's lock.
 */
public final class DeletesSeen {

    /** About what one takes in a map. */
    private static final int BYTES = 120;

    private final long most;
    private final Map<RowHash, Long> positions = new LinkedHashMap<>();
    private long forgotten = ChangeEvent.NO_POSITION;
    private final Map<Integer, Long> lastMillis = new HashMap<>();

    /** Remembers as many as fit into so many bytes. */
    public DeletesSeen(long bytes) {
        most = Math.max(1000, bytes / BYTES);
    }

    /** Notes that a partition of the change topic was read to a record of this time, in milliseconds since the epoch. */
    public void reached(int partition, long millis) {
        lastMillis.merge(partition, millis, Math::max);
    }

    /** Says whether so many partitions of the change topic, which are all that it has, were read beyond a time. */
    boolean areReadBeyond(long millis, int partitions) {
        return lastMillis.values().stream().filter(last -> last > millis).count() >= partitions;
    }

    /** Notes that a row was deleted. */
    public void add(RowHash row, long position) {
        positions.remove(row);
        positions.put(row, position);
        if (positions.size() > most) {
            Iterator<Long> oldest = positions.values().iterator();
            forgotten = Math.max(forgotten, oldest.next());
            oldest.remove();
        }
    }

    /** Returns the position of the last delete of a row; {@link ChangeEvent#NO_POSITION} where none is known. */
    long of(RowHash row) {
        return positions.getOrDefault(row, ChangeEvent.NO_POSITION);
    }

    /** Says whether no delete at this position or a higher one was forgotten. */
    boolean knowsAllFrom(long position) {
        return forgotten < position;
    }
}
