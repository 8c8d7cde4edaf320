package io.odsconnect.db2;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/**
 * Where Kafka transactions end, with {@code transaction.boundary=connector}: only where a unit of work does. A transaction
 * holds as many small units of work as one poll finds, and one unit of work of any size.
 */
final class TransactionBoundaries {

    private final @Nullable TransactionContext transactions;

    private TransactionBoundaries(@Nullable TransactionContext transactions) {
        this.transactions = transactions;
    }

    /** Returns what ends the transactions of a task; does nothing where the worker ends them, or there are none. */
    static TransactionBoundaries of(SourceTaskContext context) {
        return new TransactionBoundaries(context.transactionContext());
    }

    /** Ends the transaction after the first {@code whole} records of a batch; leaves it open where there are none. */
    void mark(List<SourceRecord> batch, int whole) {
        if (transactions != null && whole > 0) {
            transactions.commitTransaction(batch.get(whole - 1));
        }
    }
}
