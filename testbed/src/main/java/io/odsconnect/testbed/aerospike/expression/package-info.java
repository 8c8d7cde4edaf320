/** Filter expressions: a tree compiled from the MessagePack that the client sends. */
@NullMarked
package io.odsconnect.testbed.aerospike.expression;

import org.jspecify.annotations.NullMarked;
