package io.odsconnect.testbed.db2.capture;

import java.util.BitSet;
import org.apache.derby.iapi.services.monitor.DerbyObservable;
import org.apache.derby.iapi.services.monitor.DerbyObserver;
import org.apache.derby.iapi.store.raw.xact.RawTransaction;
import org.apache.derby.iapi.store.raw.xact.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that changed captured tables. Derby tells it when the transaction is about to commit or to roll back,
 * while the transaction still holds its locks: so of two transactions that touch one row, the first to commit is the
 * first to be told.
 */
final class UnitOfWork implements DerbyObserver {

    private final CommitOrder order;
    private final @Nullable RawTransaction transaction;
    private final @Nullable TransactionId transactionId;
    private final long id;
    private final String user;
    private final String token;
    private final BitSet tables = new BitSet();
    private int changes;
    private long commitSequence;
    private long commitMicros;

    UnitOfWork(CommitOrder order, @Nullable RawTransaction transaction, long id, String user, String token) {
        this.order = order;
        this.transaction = transaction;
        this.transactionId = transaction == null ? null : transaction.getId();
        this.id = id;
        this.user = user;
        this.token = token;
    }

    /** Notes a change to the table of this registration number. */
    void changed(int registration) {
        tables.set(registration);
        changes++;
    }

    /** Notes when it was committed: its place in the order, and the time in microseconds since the epoch. */
    void committed(long sequence, long micros) {
        commitSequence = sequence;
        commitMicros = micros;
    }

    /**
     * Says whether the transaction has ended: its end is in Derby's log and its locks are released. A transaction
     * object serves one transaction after another, each with an id of its own.
     */
    boolean ended() {
        return transaction == null || transaction.getId() != transactionId || transaction.isIdle();
    }

    @Override
    public void update(DerbyObservable observable, Object event) {
        if (RawTransaction.COMMIT.equals(event)) {
            observable.deleteObserver(this);
            order.committing(this);
        } else if (RawTransaction.ABORT.equals(event)) {
            observable.deleteObserver(this);
            order.aborting(this);
        }
    }

    @Nullable
    RawTransaction transaction() {
        return transaction;
    }

    /** Returns the id: the sequence number of its begin. */
    long id() {
        return id;
    }

    String user() {
        return user;
    }

    String token() {
        return token;
    }

    /** Returns the registration numbers of the tables it changed. */
    BitSet tables() {
        return tables;
    }

    /** Returns how many changes it staged, those that were rolled back to a savepoint included. */
    int changes() {
        return changes;
    }

    long commitSequence() {
        return commitSequence;
    }

    long commitMicros() {
        return commitMicros;
    }
}
