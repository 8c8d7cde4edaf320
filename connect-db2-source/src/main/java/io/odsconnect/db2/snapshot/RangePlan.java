package io.odsconnect.db2.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * How a table is split into ranges.
 *
 * @param id tells this split from others of the same table; empty for a table that is not split
 * @param bounds the highest key of each range but the last, in order
 */
public record RangePlan(String id, List<List<String>> bounds) {

    /** A table that is read as one range. */
    public static final RangePlan WHOLE = new RangePlan("", List.of());

    /** Copies the bounds. */
    public RangePlan {
        bounds = bounds.stream().map(List::copyOf).toList();
    }

    /** Returns how many ranges there are. */
    public int size() {
        return bounds.size() + 1;
    }

    /** Returns the range with this number, from 0. */
    KeyRange range(int number) {
        return new KeyRange(
                number,
                number == 0 ? List.of() : bounds.get(number - 1),
                number == bounds.size() ? List.of() : bounds.get(number));
    }

    /** Returns all ranges in the order of the key. */
    List<KeyRange> ranges() {
        List<KeyRange> ranges = new ArrayList<>();
        for (int number = 0; number < size(); number++) {
            ranges.add(range(number));
        }
        return ranges;
    }

    /** Tells no key. */
    @Override
    public String toString() {
        return "plan " + id + " of " + size() + " ranges";
    }
}
