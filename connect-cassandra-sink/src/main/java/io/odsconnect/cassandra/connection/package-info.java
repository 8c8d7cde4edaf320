/** How the sink reaches Cassandra. */
@NullMarked
package io.odsconnect.cassandra.connection;

import org.jspecify.annotations.NullMarked;
