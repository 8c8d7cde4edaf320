package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;

/**
 * Reports the lag of the task to the metrics: the time since the commit of the oldest record that is not acknowledged. If all
 * are acknowledged, the last one counts until a poll returns no records. Guarded by the engine's lock.
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

    /** Notes a record that was received. */
    void taken(RecordProgress progress) {
        nothingMore = false;
        if (progress.committedMicros != ChangeEvent.NO_TIME) {
            lastCommit = progress.committedMicros;
        }
    }

    /** Reports the lag now. */
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

    /** Reports the lag after a poll; {@code foundNothing} if the poll returned no records. */
    void look(boolean foundNothing) {
        nothingMore = foundNothing;
        look();
    }
}
