/** The Aerospike wire protocol: headers, fields, bin operations and MessagePack, read and written. */
@NullMarked
package io.odsconnect.testbed.aerospike.wire;

import org.jspecify.annotations.NullMarked;
