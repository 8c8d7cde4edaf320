/** Compares every row of the bank with every row of every store. */
@NullMarked
package io.odsconnect.examples.compare;

import org.jspecify.annotations.NullMarked;
