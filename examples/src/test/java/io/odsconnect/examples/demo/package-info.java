/** The whole pipeline on real servers, in the cases that matter at night. */
@NullMarked
package io.odsconnect.examples.demo;

import org.jspecify.annotations.NullMarked;
