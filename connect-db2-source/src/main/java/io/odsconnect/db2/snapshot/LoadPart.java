package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import java.util.Map;

/**
 * A range of a table that this task loads.
 *
 * @param order what it belongs to
 * @param events the table's events
 * @param partition the source partition of the range
 * @param range which of the ranges of {@code progress.mark().plan()} it is, from 0
 * @param progress how far it was loaded before
 * @param ofWholeTable whether this task has the other ranges of the table as well
 */
public record LoadPart(
        LoadOrder order,
        TableEvents events,
        Map<String, ?> partition,
        int range,
        RangeProgress progress,
        boolean ofWholeTable) {

    /** Names table and range. */
    @Override
    public String toString() {
        RangePlan plan = progress.mark().plan();
        return "table " + events.table() + (plan.size() == 1 ? "" : ", range " + (range + 1) + " of " + plan.size());
    }
}
