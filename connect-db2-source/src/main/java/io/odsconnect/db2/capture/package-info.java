/** Change data from the tables that SQL Replication's Capture program fills. */
@NullMarked
package io.odsconnect.db2.capture;

import org.jspecify.annotations.NullMarked;
