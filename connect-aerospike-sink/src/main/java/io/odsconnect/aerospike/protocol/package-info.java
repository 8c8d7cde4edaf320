/**
 * How a row is put and taken out so that the last change wins, whichever task it comes through and whenever it arrives.
 * See {@link io.odsconnect.aerospike.protocol.Stage} for the steps and why they are enough.
 */
@NullMarked
package io.odsconnect.aerospike.protocol;

import org.jspecify.annotations.NullMarked;
