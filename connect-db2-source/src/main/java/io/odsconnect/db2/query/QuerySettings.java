package io.odsconnect.db2.query;

import java.time.Duration;
import java.util.Set;

/**
 * How tables are queried.
 *
 * @param load whether the first pass reads the rows that are there, rather than only what comes
 * @param changes whether reading goes on after that
 * @param fetchSize rows that the driver is asked to bring at once
 * @param lookBack within which a transaction commits after it gave its rows their ranks
 * @param rememberedRows how many rows of a look-back are remembered for each table, so that they are not sent again
 * @param softDeleteValues what the soft-delete column of a deleted row holds
 * @param tombstones whether deletes are followed by tombstones
 */
public record QuerySettings(
        boolean load,
        boolean changes,
        int fetchSize,
        Duration lookBack,
        int rememberedRows,
        Set<String> softDeleteValues,
        boolean tombstones) {

    /** Copies the set. */
    public QuerySettings {
        softDeleteValues = Set.copyOf(softDeleteValues);
    }
}
