package io.odsconnect.common.compare;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a store does for a comparison: it reads, and never writes. Everything else (what to look at again and when, what was
 * seen, the report, repair) is the engine's.
 *
 * <p>Rows are compared in the store's own form: what is read back, with what {@code Store.map} has made of the row, which
 * is what would be written now.
 *
 * @param <W> the store's own form of a write
 */
public interface Comparer<W> {

    /**
     * Returns the hash of what a row is found by in the store (never of {@code hashCode}): two writes of one table have the same if and only if they
     * concern the same row, and a {@link StoredRow} has the same as the writes of its row. No I/O.
     */
    RowHash identity(W write);

    /** Returns the key of a row as text, for a finding: as a client of this store would name it. No I/O. */
    String key(W write);

    /**
     * Reads what is stored for rows and compares. Called by any thread, several at a time; returns at once. No identity
     * stands twice in a batch. The stage gives one result a write, in the order of the batch.
     *
     * <p>A write that deletes is compared as well: what should be there is no row. {@link Comparison.Match} where there is
     * none or a newer one, whether or not something remembers the delete; {@link Comparison.Different} with
     * {@link Comparison#ROW} where there is one at the same position, a lower one or none.
     *
     * <p>The stage ends with a {@code StoreUnavailableException} where servers cannot be reached or refuse all work for now:
     * the whole batch is compared again later. With any other exception the task fails; so something odd that is stored
     * for one row (of another type, not readable) is {@link Comparison.Different} with {@link Comparison#FORM}.
     */
    CompletionStage<List<Comparison>> compare(List<W> batch);

    /**
     * Says why the rows of a table cannot be found by a scan, in a sentence that names the option; empty where they can. Rows
     * that only the store has are then not found, and the report says so.
     *
     * @param topic the topic as events have it
     */
    Optional<String> whyNoScan(String topic);

    /**
     * Begins a scan of all rows of a table that the store holds. Opens nothing yet. Only called where {@link #whyNoScan} is
     * empty.
     *
     * @param topic the topic as events have it
     */
    RowScan<W> scan(String topic);

    /**
     * Returns for how long after a delete the store knows about it ({@link Comparison.Newer} instead of
     * {@link Comparison.Missing}); zero where it cannot.
     */
    Duration knowsDeletesFor();

    /** Returns whether a row may have a position that the store does not show: then it may be newer than the run. */
    default boolean hidesPositions() {
        return false;
    }

    /** Returns where rows are read, for the report: {@code primary}, or what else there is. */
    default String readsFrom() {
        return "primary";
    }
}
