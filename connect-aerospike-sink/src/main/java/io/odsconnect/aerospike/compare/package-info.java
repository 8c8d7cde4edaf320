/** Compare runs: reads the records of rows, and scans sets for records that only Aerospike has. Never writes. */
@NullMarked
package io.odsconnect.aerospike.compare;

import org.jspecify.annotations.NullMarked;
