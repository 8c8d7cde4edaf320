package io.odsconnect.testbed.db2.capture;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.derby.iapi.store.raw.xact.RawTransaction;
import org.jspecify.annotations.Nullable;

/**
 * What Db2's log is to Capture: it numbers changes and commits, and lists the committed units of work in the order of
 * their commits. Safe for use by several threads.
 */
final class CommitOrder {

    /** Close to the end of the positive ints, so that a reader who takes sequence numbers for ints fails early. */
    private static final long FIRST = Integer.MAX_VALUE - 100L;

    private final AtomicLong lastSequence = new AtomicLong(FIRST);
    private final Map<RawTransaction, UnitOfWork> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final ArrayDeque<UnitOfWork> committed = new ArrayDeque<>();
    private final List<UnitOfWork> aborted = new ArrayList<>();
    private final TreeSet<Long> uncaptured = new TreeSet<>();
    private long lastMicros;

    /**
     * Committed units of work, and how far they reach.
     *
     * @param units the units of work, in commit order
     * @param others the ids of units of work that are neither of these nor captured before
     * @param sequence the sequence number up to which nothing is missing
     * @param micros the time up to which nothing is missing: what commits from now on commits later than it
     */
    record Committed(List<UnitOfWork> units, TreeSet<Long> others, long sequence, long micros) {}

    /** Goes on after the sequence numbers and times that were given before a restart. */
    void resume(long sequence, long micros) {
        lastSequence.accumulateAndGet(sequence, Math::max);
        lastMicros = Math.max(lastMicros, micros);
    }

    /** Returns the sequence number of one more change. */
    long next() {
        return lastSequence.incrementAndGet();
    }

    /** Returns the unit of work of a transaction, or null before its first change. */
    @Nullable
    UnitOfWork find(RawTransaction transaction) {
        return open.get(transaction);
    }

    /** Begins the unit of work of a transaction. */
    UnitOfWork begin(RawTransaction transaction, String user, String token) {
        lock.lock();
        try {
            UnitOfWork unit = new UnitOfWork(this, transaction, next(), user, token);
            uncaptured.add(unit.id());
            open.put(transaction, unit);
            transaction.addObserver(unit);
            return unit;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a unit of work that was committed before a restart and not captured. */
    void recovered(UnitOfWork unit) {
        uncaptured.add(unit.id());
        committing(unit);
    }

    void committing(UnitOfWork unit) {
        lock.lock();
        try {
            leave(unit);
            unit.committed(next(), tick());
            committed.add(unit);
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    void aborting(UnitOfWork unit) {
        lock.lock();
        try {
            leave(unit);
            // Its staged rows are undone only now; until then its id keeps others from reading them.
            aborted.add(unit);
        } finally {
            lock.unlock();
        }
    }

    private void leave(UnitOfWork unit) {
        RawTransaction transaction = unit.transaction();
        if (transaction != null) {
            open.remove(transaction, unit);
        }
    }

    /**
     * Takes committed units of work, oldest first.
     *
     * @param changes takes no more units once they have so many changes
     * @param millis how long to wait for the first one
     */
    Committed take(int changes, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (committed.isEmpty() && left > 0) {
                left = arrival.awaitNanos(left);
            }
            List<UnitOfWork> units = new ArrayList<>();
            for (int taken = 0; taken < changes && !committed.isEmpty(); ) {
                UnitOfWork unit = committed.remove();
                units.add(unit);
                taken += unit.changes();
            }
            forgetAborted();
            TreeSet<Long> others = new TreeSet<>(uncaptured);
            units.forEach(unit -> others.remove(unit.id()));
            if (committed.isEmpty()) {
                return new Committed(units, others, next(), tick());
            }
            UnitOfWork last = units.get(units.size() - 1);
            return new Committed(units, others, last.commitSequence(), last.commitMicros());
        } finally {
            lock.unlock();
        }
    }

    /** Notes that units of work have been captured. */
    void captured(List<UnitOfWork> units) {
        lock.lock();
        try {
            units.forEach(unit -> uncaptured.remove(unit.id()));
        } finally {
            lock.unlock();
        }
    }

    private void forgetAborted() {
        for (Iterator<UnitOfWork> all = aborted.iterator(); all.hasNext(); ) {
            UnitOfWork unit = all.next();
            if (unit.ended()) {
                uncaptured.remove(unit.id());
                all.remove();
            }
        }
    }

    private long tick() {
        lastMicros = Math.max(lastMicros + 1, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        return lastMicros;
    }
}
