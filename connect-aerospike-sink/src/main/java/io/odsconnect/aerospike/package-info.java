/** The Aerospike sink connector. */
@NullMarked
package io.odsconnect.aerospike;

import org.jspecify.annotations.NullMarked;
