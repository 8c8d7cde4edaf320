/** Compare runs: reads rows with their write times, and scans tables for rows that only Cassandra has. Never writes. */
@NullMarked
package io.odsconnect.cassandra.compare;

import org.jspecify.annotations.NullMarked;
