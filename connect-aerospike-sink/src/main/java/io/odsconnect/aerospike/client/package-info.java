/** The Aerospike client: its settings, its calls, and what its result codes mean. */
@NullMarked
package io.odsconnect.aerospike.client;

import org.jspecify.annotations.NullMarked;
