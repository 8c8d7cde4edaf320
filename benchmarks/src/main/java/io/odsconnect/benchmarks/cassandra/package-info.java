/** The Cassandra sink beside the raw driver. */
@NullMarked
package io.odsconnect.benchmarks.cassandra;

import org.jspecify.annotations.NullMarked;
