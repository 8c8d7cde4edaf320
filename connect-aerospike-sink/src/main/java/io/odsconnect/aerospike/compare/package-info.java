/** What a comparison asks of Aerospike: what is stored for rows, and which rows are stored. */
@NullMarked
package io.odsconnect.aerospike.compare;

import org.jspecify.annotations.NullMarked;
