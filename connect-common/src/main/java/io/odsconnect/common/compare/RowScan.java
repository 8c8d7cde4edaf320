package io.odsconnect.common.compare;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Goes once over all rows of a table in a store, a page at a time and only when it is asked. A row that is there from the
 * beginning to the end is given at least once; it may be given twice. Delete markers are no rows. Used by one thread at
 * a time.
 *
 * @param <W> the store's own form of a write
 */
public interface RowScan<W> extends AutoCloseable {

    /**
     * Some rows.
     *
     * @param rows the rows; may be none, and more to come
     * @param reads how many rows the store has looked at for them, which counts for the limit of reads a second
     * @param isLast whether no page comes after this one
     */
    record Page<W>(List<StoredRow<W>> rows, int reads, boolean isLast) {

        /** Copies the list. */
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Reads the next page. Returns at once. After a {@code StoreUnavailableException} it is called again later, and goes on
     * where it was, or begins anew where it cannot; with any other exception the task fails.
     */
    CompletionStage<Page<W>> next();

    /**
     * Returns why it could not be told of some rows whether they are the table's, in a sentence that says what to do; empty
     * where it could of all. Asked after the last page.
     */
    default Optional<String> gap() {
        return Optional.empty();
    }

    /** Ends the scan; a page under way need not come. */
    @Override
    void close();
}
