/** The canonical form of a row: the bytes of its names and logical values, and of nothing else. Hash functions are in {@code digest}. */
@NullMarked
package io.odsconnect.smt.canonical;

import org.jspecify.annotations.NullMarked;
