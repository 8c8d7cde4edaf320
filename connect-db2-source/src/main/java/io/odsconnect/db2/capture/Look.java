package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.util.Map;

/**
 * What the register told at a look at it.
 *
 * @param horizon how far Capture has come; it was read before anything else
 * @param asOfMicros up to when no change is missing in the change tables, as far as is known, in microseconds since the
 *     epoch
 * @param registered the tables that may have changes up to there, and how they are registered
 */
record Look(Horizon horizon, long asOfMicros, Map<TableId, Registration> registered) {

    /** Copies the map. */
    Look {
        registered = Map.copyOf(registered);
    }
}
