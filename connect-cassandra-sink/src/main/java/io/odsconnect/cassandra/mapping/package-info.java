/** Maps an event to the columns of a table: names, types, keys, tables to create. */
@NullMarked
package io.odsconnect.cassandra.mapping;

import org.jspecify.annotations.NullMarked;
