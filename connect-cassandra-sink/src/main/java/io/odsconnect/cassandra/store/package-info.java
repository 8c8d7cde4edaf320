/** How rows are written, as CQL. */
@NullMarked
package io.odsconnect.cassandra.store;

import org.jspecify.annotations.NullMarked;
