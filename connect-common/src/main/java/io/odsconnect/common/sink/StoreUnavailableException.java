package io.odsconnect.common.sink;

import org.jspecify.annotations.Nullable;

/**
 * The store's servers cannot be reached or refuse all work for now, and nothing is known of any write of the batch. The
 * only exception with which the stage of {@link Store#write} asks for the whole batch to be written again; whatever
 * else it completes with is held to be the fault of a write in the batch.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened, without a value
     * @param cause what the store's client threw, or null
     */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
