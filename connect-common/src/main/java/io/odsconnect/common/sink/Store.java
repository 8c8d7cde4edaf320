package io.odsconnect.common.sink;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.event.ChangeEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A store, as the engine sees it: how it names and shapes rows, and how it takes a batch of them. Everything else
 * (order, compaction, retries, back-pressure, dead letters, offsets) is the engine's.
 *
 * @param <W> the store's own form of a write
 */
public interface Store<W extends StoreWrite> extends AutoCloseable {

    /**
     * Says whether the store takes events. One whose servers could not be reached at start may go on trying and say no
     * meanwhile: the engine then asks nothing else of it, and the worker keeps the records. Called by the worker's
     * thread only, often; returns at once.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if it never will; fails the task
     */
    default boolean isReady() {
        return true;
    }

    /**
     * Called when partitions are assigned to the task, before any event of them: what a task before it has begun there may not be
     * finished, and is now this one's to do again. Called by the worker's thread, whether
     * the store is ready or not; batches may be under way.
     */
    default void assigned() {
        // Most stores have no unfinished work of other tasks.
    }

    /**
     * Turns an event into writes: one for the row, and before it one delete of the old row where the event moved it
     * to another identity. None for an event that the store has no use for: it is counted as skipped and committed. No
     * I/O. Called by the worker's thread only.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the store cannot take such an event, as a {@link
     *     BadRecordException} or one from a {@link io.odsconnect.common.template.Template}; anything else that is thrown
     *     fails the task
     */
    List<W> map(ChangeEvent event);

    /**
     * Writes a batch in which no identity stands twice, and none that is in another batch still under way. Called by
     * any thread, several at a time; returns at once. The stage gives one outcome a write, none of them null, in the order
     * of the batch. Otherwise it ends in one of these ways, for which it may as well be thrown instead:
     *
     * <ul>
     *   <li>{@link StoreUnavailableException}: the servers cannot be reached or refuse all work for now, and nothing is
     *       known of any write. The whole batch is written again, once the engine sees that the store is back.
     *   <li>Any other exception: the client cannot send one of the writes of this batch. The batch is written again in
     *       halves until the one is found; it is a bad record then. So a transient error has to be the exception
     *       above, or an {@link Outcome.Retry} for each write.
     *   <li>An {@link Error}, or outcomes that are not as said: the task fails.
     * </ul>
     *
     * <p>Writes of a batch that ended so may have been done; they come again.
     */
    CompletionStage<List<Outcome>> write(List<W> batch);

    /**
     * Returns for how long after its acknowledgement a write may be lost by a server that crashes, in milliseconds, with the
     * time that it takes to notice the crash: its offset is not committed before that. 0 where what is acknowledged stays.
     */
    default long lossWindowMillis() {
        return 0;
    }

    /**
     * Says, once for each time, whether a server may have crashed and lost writes that it had acknowledged within the
     * {@linkplain #lossWindowMillis loss window}: the worker is then made to give all records again whose offsets are held
     * back. Called by the worker's thread, often; returns at once.
     */
    default boolean mayHaveLostWrites() {
        return false;
    }

    /**
     * Returns what compares rows with this store, and finds those that only it has; empty where it cannot. Asked once, by a
     * task whose {@code sink.mode} is compare or repair, before any event.
     */
    default Optional<Comparer<W>> comparer() {
        return Optional.empty();
    }

    /** Ends all connections. Batches under way may or may not be written. */
    @Override
    void close();
}
