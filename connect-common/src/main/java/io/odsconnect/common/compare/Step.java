package io.odsconnect.common.compare;

import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Something that a run wants of the store.
 *
 * @param begin asks the store, not under the lock; what the stage gives is to be called under the lock, with the time in
 *     nanoseconds
 * @param back takes everything back, under the lock, where the store was not available: it is asked again later
 */
public record Step(Supplier<? extends CompletionStage<LongConsumer>> begin, Runnable back) {}
