/** The Cassandra sink connector. */
@NullMarked
package io.odsconnect.cassandra;

import org.jspecify.annotations.NullMarked;
