package io.odsconnect.cassandra.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schema for all who ask at about the same time, once, and not again before a while has passed: a table of
 * which every second row is refused would have the whole schema read for each. Who asks gets a reading that began after
 * it asked. Safe for use by several threads.
 */
final class SchemaReads {

    private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<? extends CompletionStage<?>> reader;
    private final LongSupplier clock;
    private final LongFunction<Executor> after;
    private @Nullable CompletableFuture<Void> next;
    private boolean underWay;
    private boolean hasRead;
    private long endNanos;

    /** Reads by the given means, which begins a reading. */
    SchemaReads(Supplier<? extends CompletionStage<?>> reader) {
        this(reader, System::nanoTime, nanos -> CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
    }

    /** As above; with the time, and what runs something after so many nanoseconds. */
    SchemaReads(Supplier<? extends CompletionStage<?>> reader, LongSupplier clock, LongFunction<Executor> after) {
        this.reader = reader;
        this.clock = clock;
        this.after = after;
    }

    /** Returns a reading that has not begun yet; it fails as the reading does. */
    synchronized CompletionStage<Void> next() {
        CompletableFuture<Void> asked = next;
        if (asked == null) {
            asked = new CompletableFuture<>();
            next = asked;
            if (!underWay) {
                underWay = true;
                begin(hasRead ? Math.max(0, SPACING_NANOS - (clock.getAsLong() - endNanos)) : 0);
            }
        }
        return asked;
    }

    private void begin(long nanos) {
        after.apply(nanos).execute(this::read);
    }

    private void read() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            mine = next == null ? new CompletableFuture<>() : next;
            next = null;
        }
        CompletionStage<?> reading;
        try {
            reading = reader.get();
        } catch (RuntimeException e) {
            // The session is closed.
            reading = CompletableFuture.failedFuture(e);
        }
        var unused = reading.whenComplete((read, failure) -> {
            synchronized (this) {
                endNanos = clock.getAsLong();
                hasRead = true;
                underWay = next != null;
                if (underWay) {
                    begin(SPACING_NANOS);
                }
            }
            if (failure == null) {
                mine.complete(null);
            } else {
                mine.completeExceptionally(failure);
            }
        });
    }
}
