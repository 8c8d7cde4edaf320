package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;

/**
 * Changes of a table that can no longer be read: Capture pruned them, or did not capture.
 *
 * @param table the table
 * @param changeTable its change table
 * @param read up to where its changes were read
 * @param oldest CD_OLD_SYNCHPOINT: the change table holds nothing up to here
 */
public record Gap(TableId table, TableId changeTable, Lsn read, Lsn oldest) {}
