package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;

/**
 * Tells the metrics how far the task is behind: since the commit of the oldest record that is not acknowledged. Where all
 * are, it is behind the last one until a poll finds nothing more. Guarded by the engine's lock.
 */
final class LagWatch {

    private final Assignment assignment;
    private final SinkMetrics metrics;
    private long lastCommit = ChangeEvent.NO_TIME;
    private boolean nothingMore;

    LagWatch(Assignment assignment, SinkMetrics metrics) {
        this.assignment = assignment;
        this.metrics = metrics;
    }

    /** Hears of a record that has come. */
    void taken(RecordProgress progress) {
        nothingMore = false;
        if (progress.committedMicros != ChangeEvent.NO_TIME) {
            lastCommit = progress.committedMicros;
        }
    }

    /** Looks how far the task is now. */
    void look() {
        if (lastCommit == ChangeEvent.NO_TIME) {
            return;
        }
        if (assignment.hasOpen()) {
            long oldest = assignment.oldestOpenCommit();
            metrics.behindSince(oldest == ChangeEvent.NO_TIME ? lastCommit : oldest);
        } else {
            metrics.behindSince(nothingMore ? SinkMetrics.CAUGHT_UP : lastCommit);
        }
    }

    /** Looks how far the task is after a poll; {@code foundNothing} if the poll returned no records. */
    void look(boolean foundNothing) {
        nothingMore = foundNothing;
        look();
    }
}
