/** What an Aerospike server is expected to do, said a second time in a few lines, and random commands to ask it with. */
@NullMarked
package io.odsconnect.testbed.aerospike.model;

import org.jspecify.annotations.NullMarked;
