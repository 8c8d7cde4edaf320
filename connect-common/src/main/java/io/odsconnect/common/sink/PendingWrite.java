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
    final RecordProgress progress;
    final RowQueue<W> row;

    @Nullable
    PendingWrite<W> superseded;

    PendingWrite(W write, RecordProgress progress, RowQueue<W> row) {
        this.write = write;
        this.progress = progress;
        this.row = row;
    }

    /**
     * Says whether the store does with the later of the two what it would do with both: if both have a position, or
     * none has. What one with a position and one without it leave behind only the store can tell, which knows whether
     * the one with a position is newer than the row.
     */
    boolean isComparableWith(PendingWrite<W> earlier) {
        return hasPosition() == earlier.hasPosition();
    }

    /**
     * Says whether this write, which arrived after {@code earlier} and is comparable with it, makes it needless: if it
     * stands at the same position or a higher one, or if there are none and so the order of arrival is all there is.
     */
    boolean supersedes(PendingWrite<W> earlier) {
        return write.position() >= earlier.write.position();
    }

    private boolean hasPosition() {
        return write.position() != ChangeEvent.NO_POSITION;
    }
}
