package io.odsconnect.redis.store;

import io.odsconnect.redis.connection.Step;

/** A way to write. Holds no state of a batch: many threads use one instance. */
interface WriteStrategy {

    /** Returns the step that writes a call's rows and notes the outcome of each in the call. */
    Step step(Call call);

    /** Forgets what it knows of rows, since others may write them from now on. */
    default void forgetRows() {
        // Most know nothing.
    }
}
