/** Faults that a network has, for any server. */
@NullMarked
package io.odsconnect.testbed.fault;

import org.jspecify.annotations.NullMarked;
