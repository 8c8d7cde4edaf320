/**
 * The steps of writing and deleting a row so that the last change wins, whatever task writes it and whenever it arrives.
 * See {@link io.odsconnect.aerospike.protocol.Stage} for the steps and why they are enough.
 */
@NullMarked
package io.odsconnect.aerospike.protocol;

import org.jspecify.annotations.NullMarked;
