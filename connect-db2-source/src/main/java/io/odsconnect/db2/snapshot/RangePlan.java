package io.odsconnect.db2.snapshot;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How a table is split into ranges.
 *
 * @param id tells this split from others of the same table: when it was made, in microseconds since the epoch; empty for
 *     a table that is not split
 * @param bounds the highest key of each range but the last, in order
 */
public record RangePlan(String id, List<List<String>> bounds) {

    /** A table that is read as one range. */
    public static final RangePlan WHOLE = new RangePlan("", List.of());

    /** Copies the bounds. */
    public RangePlan {
        bounds = bounds.stream().map(List::copyOf).toList();
    }

    /** Returns a split that is told from all earlier ones; without bounds it is the whole table. */
    static RangePlan anew(List<List<String>> bounds) {
        return new RangePlan(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())), bounds);
    }

    /** Returns how many ranges there are. */
    public int size() {
        return bounds.size() + 1;
    }

    /** Returns when the split was made, in microseconds since the epoch; 0 for a table that is not split. */
    long createdMicros() {
        return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
    }

    /** Returns the range with this number, from 0. */
    KeyRange range(int number) {
        return new KeyRange(
                number,
                number == 0 ? List.of() : bounds.get(number - 1),
                number == bounds.size() ? List.of() : bounds.get(number));
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return "plan " + id + " of " + size() + " ranges";
    }
}
