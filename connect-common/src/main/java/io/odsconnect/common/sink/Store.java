package io.odsconnect.common.sink;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.event.ChangeEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A store, as the engine sees it: it maps an event to writes, and writes a batch. The engine does everything else: order,
 * superseding, retries, back-pressure, dead letters, offsets.
 *
 * @param <W> the store's own form of a write
 */
public interface Store<W extends StoreWrite> extends AutoCloseable {

    /**
     * Returns whether the store takes events. If its servers could not be reached at the start, a store may return false while
     * it retries. The engine then calls nothing else, and the worker keeps the records. Called often, by the worker's
     * thread only; must not block.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if it never will; the task fails
     */
    default boolean isReady() {
        return true;
    }

    /**
     * Called when partitions are assigned to the task, before any event of them. The task that had them before may have left
     * unfinished writes, which this one has to complete. Called by the worker's thread, whether the store is ready or not;
     * batches may be in flight.
     */
    default void assigned() {
        // Most stores have no unfinished work of other tasks.
    }

    /**
     * Maps an event to writes: one for the row; if the event changes the row's identity, a delete of the old row before
     * it; none if the store does not need the event, which is then counted as skipped and committed. No I/O. Called by
     * the worker's thread only.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the store cannot take such an event, as a {@link
     *     BadRecordException} or one from a {@link io.odsconnect.common.template.Template}; anything else that is thrown
     *     fails the task
     */
    List<W> map(ChangeEvent event);

    /**
     * Writes a batch. No identity is twice in it, or in another batch in flight. Called by any thread, several at a time;
     * must not block. The stage completes with one outcome for each write, never null, in the order of the batch. Otherwise it
     * fails in one of these ways; the method may also throw the exception:
     *
     * <ul>
     *   <li>{@link StoreUnavailableException}: the servers cannot be reached or refuse all work for now, and the result
     *       of each write is unknown. The whole batch is retried.
     *   <li>Any other exception: the client cannot send one of the writes of this batch. The batch is written again in
     *       halves until that one is found; its record is a bad record. So a transient error has to be the exception
     *       above, or an {@link Outcome.Retry} for each write.
     *   <li>An {@link Error}, or outcomes that break this contract: the task fails.
     * </ul>
     *
     * <p>Writes of a failed batch may have been applied; they are written again.
     */
    CompletionStage<List<Outcome>> write(List<W> batch);

    /**
     * Returns for how long after its acknowledgement a write may be lost by a crash of a server, in milliseconds, including the
     * time to detect the crash. Its offset is not committed before. 0 if acknowledged writes are never lost.
     */
    default long lossWindowMillis() {
        return 0;
    }

    /**
     * Returns true once for each time that a server may have crashed and lost acknowledged writes within the
     * {@linkplain #lossWindowMillis loss window}. The engine then has the worker deliver all records again whose offsets are
     * held back. Called often, by the worker's thread; must not block.
     */
    default boolean mayHaveLostWrites() {
        return false;
    }

    /**
     * Returns the comparer of this store; empty if it does not support comparison. Called once, before any event, by a task
     * whose {@code sink.mode} is compare or repair.
     */
    default Optional<Comparer<W>> comparer() {
        return Optional.empty();
    }

    /** Closes all connections. Batches in flight may or may not be written. */
    @Override
    void close();
}
