/**
 * The engines of all sinks. {@link io.odsconnect.common.sink.SinkEngine} writes: intake, order, batches, retries, dead
 * letters, offsets. {@code CompareEngine} compares: records, calls of the store and offsets of compare runs. A sink implements
 * {@link io.odsconnect.common.sink.Store}; code that knows one store does not belong here.
 */
@NullMarked
package io.odsconnect.common.sink;

import org.jspecify.annotations.NullMarked;
