/** Records in memory, and what may be done to one. */
@NullMarked
package io.odsconnect.testbed.aerospike.store;

import org.jspecify.annotations.NullMarked;
