/** The rules of the house, and the whole pipeline on real servers. */
@NullMarked
package io.odsconnect.examples;

import org.jspecify.annotations.NullMarked;
