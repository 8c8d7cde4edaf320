/** The Aerospike sink beside the raw client. */
@NullMarked
package io.odsconnect.benchmarks.aerospike;

import org.jspecify.annotations.NullMarked;
