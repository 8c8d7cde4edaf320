package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;

/** One row to be put into a store or to be taken out of it. A store's own record type carries what it needs for that. */
public interface StoreWrite {

    /**
     * Returns what the row is found by in the store. Two writes with equal identities concern the same row: they are
     * never in flight together, and of those that wait only the last is written. Needs {@code equals} and
     * {@code hashCode}.
     */
    Object identity();

    /**
     * Returns the position of the write, or {@link ChangeEvent#NO_POSITION}. A write without one takes effect whatever is
     * stored for its row, and the row, or what remembers that it was deleted, keeps the position that it has: what is
     * older than that does nothing afterwards either. A store that cannot do so takes such events for bad records.
     */
    long position();

    /** Says whether the row goes. */
    boolean isDelete();

    /** Returns about how many bytes the write takes on the wire; bounds batches and buffers. */
    int sizeInBytes();
}
