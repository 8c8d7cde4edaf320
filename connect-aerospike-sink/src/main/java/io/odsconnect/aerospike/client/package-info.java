/** The Aerospike client: how it is set up, what is asked of it, and what its answers mean. */
@NullMarked
package io.odsconnect.aerospike.client;

import org.jspecify.annotations.NullMarked;
