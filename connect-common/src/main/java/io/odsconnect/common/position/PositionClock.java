package io.odsconnect.common.position;

/**
 * Numbers changes: a hybrid clock in microseconds, {@code max(last + 1, commit time)}.
 *
 * <p>The numbers follow commit time closely enough to be compared with a bulk row's, and never decrease even where
 * commit times do (several rows in one commit, a clock set back). {@link #last()} is kept in the source offset, so
 * that a restart gives the same numbers to the same changes.
 *
 * <p>Not safe for use by several threads.
 */
public final class PositionClock {

    private long last;

    /** Starts after {@code last}, the last number given; {@link Long#MIN_VALUE} where none was. */
    public PositionClock(long last) {
        this.last = last;
    }

    /** Returns the position of the next change, which was committed at {@code commitMicros} since the epoch. */
    public long next(long commitMicros) {
        last = last == Long.MIN_VALUE ? commitMicros : Math.max(Math.addExact(last, 1), commitMicros);
        return last;
    }

    /** Returns the last number given, {@link Long#MIN_VALUE} before the first. */
    public long last() {
        return last;
    }
}
