/** A proxy that injects the faults of a network before any server. */
@NullMarked
package io.odsconnect.testbed.fault;

import org.jspecify.annotations.NullMarked;
