/** The way to the database: driver, connection, and what its failures mean. */
@NullMarked
package io.odsconnect.db2.connection;

import org.jspecify.annotations.NullMarked;
