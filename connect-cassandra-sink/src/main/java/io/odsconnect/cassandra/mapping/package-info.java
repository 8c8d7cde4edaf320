/** How an event becomes the values of a table's columns. */
@NullMarked
package io.odsconnect.cassandra.mapping;

import org.jspecify.annotations.NullMarked;
