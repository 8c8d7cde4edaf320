/** Sessions to Cassandra: settings of the driver, and retries at the start. */
@NullMarked
package io.odsconnect.cassandra.connection;

import org.jspecify.annotations.NullMarked;
