package io.odsconnect.common.compare;

import io.odsconnect.common.event.ChangeEvent;
import org.jspecify.annotations.Nullable;

/** Decides whether the finding for a row is certain, and gives the reason if it is not. Guarded by the engine's lock. */
final class RowDoubts<W> {

    private final RunContext<W> context;
    private final DeletesSeen deletes;
    private int changePartitions;

    /** Judges by what came on a table's change topic. */
    RowDoubts(RunContext<W> context, DeletesSeen deletes) {
        this.context = context;
        this.deletes = deletes;
    }

    /** Notes how many partitions of the change topic are read; 0 where it is not. */
    void followsChanges(int partitions) {
        changePartitions = partitions;
    }

    /** Says whether the change topic is read, so that a doubt may be settled by what comes on it. */
    boolean followsChanges() {
        return changePartitions > 0;
    }

    /** Says whether a later delete of a row has come on the change topic. */
    boolean isDeletedSince(RowLook<W> look) {
        return deletes.of(look.hash) > look.position;
    }

    /**
     * Says why a finding is not certain; null where it is.
     *
     * @param rowsMissing why a row that only the store has may be one of the run; null where it cannot
     */
    @Nullable
    String why(RowLook<W> look, Comparison result, @Nullable String rowsMissing) {
        if (context.comparer.hidesPositions()
                && result instanceof Comparison.Different hidden
                && hidden.position() == ChangeEvent.NO_POSITION) {
            return "The store does not say when this row was written, so it may be newer than the run.";
        }
        return look.isExtra() ? whyExtra(look, result, rowsMissing) : whyMissing(look, result);
    }

    private @Nullable String whyExtra(RowLook<W> look, Comparison result, @Nullable String rowsMissing) {
        if (rowsMissing != null) {
            return rowsMissing;
        }
        boolean isGoing = result instanceof Comparison.Different different
                && deletes.of(look.hash) != ChangeEvent.NO_POSITION
                && deletes.of(look.hash) >= different.position();
        return isGoing ? "Its delete came on the change topic and has not reached the store." : null;
    }

    private @Nullable String whyMissing(RowLook<W> look, Comparison result) {
        long age = context.wallMillis.getAsLong() - look.readMillis;
        if (result instanceof Comparison.Different
                || age < context.comparer.knowsDeletesFor().toMillis()) {
            return null;
        }
        if (!followsChanges()) {
            return "It may have been deleted since it was read, and the store does not keep deletes: add the change topic to"
                    + " the topics of the connector.";
        }
        if (!deletes.knowsAllFrom(look.position)) {
            return "It may have been deleted since it was read: " + CompareOptions.MEMORY_BYTES
                    + " has no room for all deletes.";
        }
        return deletes.areReadBeyond(look.firstMillis, changePartitions)
                ? null
                : "It may have been deleted since it was read: the change topic was not read far enough.";
    }
}
