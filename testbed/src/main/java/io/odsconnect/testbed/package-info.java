/** Servers to build, test and show ODS Connect against: real ones where there is one to be had, stand-ins where not. */
@NullMarked
package io.odsconnect.testbed;

import org.jspecify.annotations.NullMarked;
