/** How rows of a compare run are held against those that Cassandra has. */
@NullMarked
package io.odsconnect.cassandra.compare;

import org.jspecify.annotations.NullMarked;
