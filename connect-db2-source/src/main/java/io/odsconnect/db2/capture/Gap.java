package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;

/**
 * Changes of a table that can no longer be read: Capture pruned them, or did not capture.
 *
 * @param table the table
 * @param changeTable its change table
 * @param read up to where its changes were read
 * @param oldest the change table holds nothing up to here, by CD_OLD_SYNCHPOINT or by what is in it
 * @param evidence what tells that, a clause of a sentence
 */
public record Gap(TableId table, TableId changeTable, Lsn read, Lsn oldest, String evidence) {}
