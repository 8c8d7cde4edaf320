/** Masks of values: what nobody can read the value from. */
@NullMarked
package io.odsconnect.smt.mask;

import org.jspecify.annotations.NullMarked;
