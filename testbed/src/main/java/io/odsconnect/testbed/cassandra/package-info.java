/** Cassandra, the real node. */
@NullMarked
package io.odsconnect.testbed.cassandra;

import org.jspecify.annotations.NullMarked;
