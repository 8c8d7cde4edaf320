package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import java.util.Map;

/**
 * A range of a table that this task loads.
 *
 * @param events the table's events
 * @param partition the source partition of the range
 * @param range which of the ranges of {@code progress.mark().plan()} it is, from 0
 * @param filter an SQL condition that the rows meet; empty for all rows
 * @param progress how far it was loaded before
 */
public record LoadPart(TableEvents events, Map<String, ?> partition, int range, String filter, RangeProgress progress) {

    /** Names table and range; a filter may hold values. */
    @Override
    public String toString() {
        RangePlan plan = progress.mark().plan();
        return "table " + events.table() + (plan.size() == 1 ? "" : ", range " + (range + 1) + " of " + plan.size());
    }
}
