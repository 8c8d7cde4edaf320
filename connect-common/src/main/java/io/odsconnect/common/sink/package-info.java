/** The sink engine: intake, order, batches, retries, dead letters, offsets. {@link io.odsconnect.common.sink.Store} is what a
 * sink implements; no store's own knowledge belongs here. */
@NullMarked
package io.odsconnect.common.sink;

import org.jspecify.annotations.NullMarked;
