/** The canonical form of a row: the bytes that stand for its names and logical values, and for nothing else of it. */
@NullMarked
package io.odsconnect.smt.canonical;

import org.jspecify.annotations.NullMarked;
