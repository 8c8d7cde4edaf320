/** The Db2/ODS source connector: bulk loads, and changes from SQL Replication's capture tables. */
@NullMarked
package io.odsconnect.db2;

import org.jspecify.annotations.NullMarked;
