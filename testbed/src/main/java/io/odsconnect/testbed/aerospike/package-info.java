/** An Aerospike server to work against: a stand-in that speaks the wire protocol, or a real one given by address. */
@NullMarked
package io.odsconnect.testbed.aerospike;

import org.jspecify.annotations.NullMarked;
