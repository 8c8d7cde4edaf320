/** Writes rows as CQL statements, and classifies what Cassandra answers. */
@NullMarked
package io.odsconnect.cassandra.store;

import org.jspecify.annotations.NullMarked;
