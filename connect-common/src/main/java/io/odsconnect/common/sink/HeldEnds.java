package io.odsconnect.common.sink;

import java.util.ArrayDeque;

/**
 * The ends of the acknowledged prefix of a partition, with times, so that an offset is committed only when it has been
 * acknowledged for some time. Keeps few ends, however long that time is. Guarded by the engine's lock.
 */
final class HeldEnds {

    /** Nothing is old enough. */
    static final long NONE = -1;

    /** The resolution: the age is measured in this many steps. */
    private static final int STEPS = 16;

    private final ArrayDeque<End> ends = new ArrayDeque<>();
    private long beforeLast = Long.MIN_VALUE;

    /**
     * An end.
     *
     * @param offset of the first record that was not acknowledged
     * @param nanos when
     */
    private record End(long offset, long nanos) {}

    /** Notes that all before this offset is acknowledged now. */
    void add(long offset, long nowNanos, long ageNanos) {
        End last = ends.peekLast();
        if (last != null && last.offset >= offset) {
            return;
        }
        if (last != null && beforeLast != Long.MIN_VALUE && last.nanos - beforeLast < ageNanos / STEPS) {
            // It would have been committed a little earlier.
            ends.removeLast();
        } else if (last != null) {
            beforeLast = last.nanos;
        }
        ends.addLast(new End(offset, nowNanos));
    }

    /** Returns the highest offset that was acknowledged so long ago; {@link #NONE} where none was. */
    long oldEnough(long nowNanos, long ageNanos) {
        long offset = NONE;
        while (!ends.isEmpty() && nowNanos - ends.getFirst().nanos >= ageNanos) {
            offset = ends.removeFirst().offset;
        }
        if (offset != NONE) {
            // It stays old enough, until another is.
            ends.addFirst(new End(offset, nowNanos - ageNanos));
            beforeLast = ends.size() == 1 ? Long.MIN_VALUE : beforeLast;
        }
        return offset;
    }

    /** Removes the ends after an offset, because its records are read again. */
    void rewind(long offset) {
        ends.removeIf(end -> end.offset > offset);
        beforeLast = Long.MIN_VALUE;
    }
}
