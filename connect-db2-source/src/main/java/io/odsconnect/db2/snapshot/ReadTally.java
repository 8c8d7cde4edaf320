package io.odsconnect.db2.snapshot;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What reading threads tell of a table beside its rows. Safe for several threads. */
final class ReadTally {

    private final LongAccumulator lowest = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAdder unreadable = new LongAdder();

    /** Takes the position of the rows of a statement that is about to be sent. */
    void statement(long position) {
        lowest.accumulate(position);
    }

    /** Counts a row that could not be read and is left out. */
    void leftOut() {
        unreadable.increment();
    }

    /** Returns the lowest position of a statement; {@link Long#MAX_VALUE} where none was sent. */
    long lowestPosition() {
        return lowest.get();
    }

    /** Returns how many rows could not be read. */
    long unreadable() {
        return unreadable.sum();
    }
}
