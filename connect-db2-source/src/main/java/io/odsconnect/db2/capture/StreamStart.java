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
 * @param asOfMicros when that position was committed, in microseconds since the epoch; the least number where unknown
 * @param restored how often the database was restored to before what was read
 * @param stored whether an offset is stored under that partition
 * @param order how many events of the unit of work at that position were told
 */
public record StreamStart(
        Map<String, String> partition,
        StreamPosition position,
        Map<TableId, StreamPosition> ahead,
        Set<TableId> covered,
        long asOfMicros,
        int restored,
        boolean stored,
        UnitOrder order) {

    /** Returns the start of a stream of which nothing is stored. */
    public static StreamStart fresh(
            Map<String, String> partition, StreamPosition position, long asOfMicros, int restored) {
        return new StreamStart(partition, position, Map.of(), Set.of(), asOfMicros, restored, false, UnitOrder.NONE);
    }

    /** Copies the collections; not the partition, whose order matters. */
    public StreamStart {
        ahead = Map.copyOf(ahead);
        covered = Set.copyOf(covered);
    }
}
