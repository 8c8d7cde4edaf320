package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits or is under way, and below it the write of the same row that it superseded, and so on. Those
 * below are not written unless this one turns out to be a bad record: then the row must still be what they make it.
 * Guarded by the engine's lock.
 */
final class PendingWrite<W extends StoreWrite> {

    final W write;
    final Ticket ticket;
    final Lane<W> lane;

    @Nullable
    PendingWrite<W> superseded;

    PendingWrite(W write, Ticket ticket, Lane<W> lane) {
        this.write = write;
        this.ticket = ticket;
        this.lane = lane;
    }

    /**
     * Says whether this write, which arrived after {@code earlier}, makes it needless: if it stands at the same
     * position or a higher one, or if one of them has none and so the order of arrival is all there is. But a delete
     * without a position leaves one with a position as it is: both delete the row, and only the other holds against
     * what comes late.
     */
    boolean supersedes(PendingWrite<W> earlier) {
        long mine = write.position();
        long other = earlier.write.position();
        if (mine != ChangeEvent.NO_POSITION && other != ChangeEvent.NO_POSITION) {
            return mine >= other;
        }
        boolean hidesPosition = write.isDelete()
                && mine == ChangeEvent.NO_POSITION
                && earlier.write.isDelete()
                && other != ChangeEvent.NO_POSITION;
        return !hidesPosition;
    }
}
