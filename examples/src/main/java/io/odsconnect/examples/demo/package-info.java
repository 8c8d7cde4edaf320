/** The demo: the whole pipeline on one machine, with proof at the end. */
@NullMarked
package io.odsconnect.examples.demo;

import org.jspecify.annotations.NullMarked;
