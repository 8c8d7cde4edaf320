/** The transforms beside the raw work that is in them. */
@NullMarked
package io.odsconnect.benchmarks.smt;

import org.jspecify.annotations.NullMarked;
