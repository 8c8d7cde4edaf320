/** Whole pipelines, from a table to a store, in a real worker: ours, and a peer's that is given by its JARs. */
@NullMarked
package io.odsconnect.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
