package io.odsconnect.common.sink;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Why a task cannot go on. The first reason counts; it is thrown where the worker listens. Safe for use by several threads. */
final class TaskFailure {

    private final Lock lock;
    private final Condition changed;
    private final Runnable onFailure;
    private volatile @Nullable ConnectException first;

    /**
     * Begins without a failure.
     *
     * @param lock the engine's lock
     * @param changed is signalled with each failure
     * @param onFailure what ends with a failure; called under the lock
     */
    TaskFailure(Lock lock, Condition changed, Runnable onFailure) {
        this.lock = lock;
        this.changed = changed;
        this.onFailure = onFailure;
    }

    /** Notes a failure. */
    void note(ConnectException why) {
        lock.lock();
        try {
            if (first == null) {
                first = why;
            }
            onFailure.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says whether there is a failure. */
    boolean isThere() {
        return first != null;
    }

    /**
     * Does nothing as long as there is no failure.
     *
     * @throws ConnectException the first failure
     */
    void throwIfThere() {
        ConnectException why = first;
        if (why != null) {
            throw why;
        }
    }
}
