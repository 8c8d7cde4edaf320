package io.odsconnect.db2.query;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a rising column is settled: nothing at or below can still become visible, if every transaction commits
 * within the look-back of giving its rows their ranks.
 *
 * <p>It is told by a clock that only goes on, and never by comparing that with the ranks: what was the highest rank when
 * the look-back began was given before, and so has been committed by now. So it holds for numbers as well as for
 * timestamps of any clock, also one that is set, and while nothing changes, there is soon nothing left to look back at.
 */
final class Settling {

    private record Mark(long atMicros, long highest) {}

    private final long lookBackMicros;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private @Nullable Long lower;
    private @Nullable Long previousBegin;

    /** Starts with {@code lower}, up to which all is settled; null where nothing is. */
    Settling(long lookBackMicros, @Nullable Long lower) {
        this.lookBackMicros = lookBackMicros;
        this.lower = lower;
    }

    /** Returns up to where all is settled and was read; null where nothing is. */
    @Nullable
    Long lower() {
        return lower;
    }

    /**
     * Begins a round of reading, after another was finished.
     *
     * @param nowMicros the time, taken before the round's statement on a clock that nobody sets
     * @param highest the highest rank of all rounds before, no higher than the database's time where ranks are timestamps;
     *     null where there was no row
     */
    void begin(long nowMicros, @Nullable Long highest) {
        if (highest != null && (marks.isEmpty() || marks.getLast().highest() != highest)) {
            marks.addLast(new Mark(nowMicros, highest));
        }
        if (previousBegin != null) {
            settle(previousBegin);
        }
        previousBegin = nowMicros;
    }

    /** Whatever was given by {@code read - look-back} was visible to the round that began at {@code read}. */
    private void settle(long read) {
        while (!marks.isEmpty() && marks.getFirst().atMicros() + lookBackMicros <= read) {
            Mark first = marks.getFirst();
            // A mark says nothing about later ones, but the last one stays as the highest there is.
            lower = first.highest();
            if (marks.size() == 1) {
                return;
            }
            marks.removeFirst();
        }
        // Where the clock behind the ranks was set back, look back to there.
        for (Mark mark : marks) {
            if (lower != null && mark.highest() < lower) {
                lower = mark.highest();
            }
        }
    }
}
