/** Masks of values, from which the value cannot be read. */
@NullMarked
package io.odsconnect.smt.mask;

import org.jspecify.annotations.NullMarked;
