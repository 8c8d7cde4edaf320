/**
 * A stand-in for the Capture program of SQL Replication: it fills the ASN tables of a Db2 stand-in as Capture fills
 * them from Db2's log.
 *
 * <p>Triggers write each change to a staging table, in the transaction that makes the change, so that all ways to take
 * work back take the staged rows back too. A listener on Derby's transactions knows the order in which they commit. A
 * thread moves the staged rows of each committed transaction, in that order, to the change data tables.
 */
@NullMarked
package io.odsconnect.testbed.db2.capture;

import org.jspecify.annotations.NullMarked;
