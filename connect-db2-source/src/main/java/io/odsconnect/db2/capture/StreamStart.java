package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.util.Map;
import java.util.Set;

/**
 * Where a change stream goes on.
 *
 * @param partition the source partition of its records, which must not change
 * @param position how far its changes were handed over
 * @param ahead tables of which later changes were handed over already, and up to where
 * @param covered the tables whose changes it has handed over so far; of others, those from here on count
 * @param order how many events of the unit of work at that position were told
 */
public record StreamStart(
        Map<String, String> partition,
        StreamPosition position,
        Map<TableId, StreamPosition> ahead,
        Set<TableId> covered,
        UnitOrder order) {

    /** Copies the collections; not the partition, whose order matters. */
    public StreamStart {
        ahead = Map.copyOf(ahead);
        covered = Set.copyOf(covered);
    }
}
