/** What a client may ask, and the answer to it. */
@NullMarked
package io.odsconnect.testbed.aerospike.command;

import org.jspecify.annotations.NullMarked;
