package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.util.Map;

/**
 * What the register told at a look at it.
 *
 * @param horizon how far Capture has come; it was read before anything else
 * @param registered the tables that may have changes up to there, and how they are registered
 * @param full whether these are all tables, whether the register says that they have changes or not
 */
record Look(Horizon horizon, Map<TableId, Registration> registered, boolean full) {

    /** Copies the map. */
    Look {
        registered = Map.copyOf(registered);
    }
}
