package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit times of a window's units of work, asked for in their order and read from IBMSNAP_UOW page by page.
 *
 * <p>A unit of work that is not there gets the horizon's time. That is no earlier than its commit and never goes back,
 * so the position of its changes may come out too high but never too low: no older row can win against them, and a
 * replay never numbers them below what a store already holds.
 */
final class CommitTimes {

    private static final Logger LOG = LoggerFactory.getLogger(CommitTimes.class);

    /** Reads a page of times from {@code from} on. */
    @FunctionalInterface
    interface Pages {
        Iterable<CommitTime> from(Lsn from) throws SQLException;
    }

    private final Pages pages;
    private final long fallbackMicros;
    private final Deque<CommitTime> page = new ArrayDeque<>();
    private @Nullable CommitTime current;
    private boolean warned;

    CommitTimes(Pages pages, long fallbackMicros) {
        this.pages = pages;
        this.fallbackMicros = fallbackMicros;
    }

    /** Returns when {@code commit} was committed; it must not lie before the one asked for last. */
    long micros(Lsn commit) throws SQLException {
        if (current != null && current.commit().equals(commit)) {
            return current.micros();
        }
        dropBefore(commit);
        if (page.isEmpty()) {
            pages.from(commit).forEach(page::add);
        }
        @Nullable CommitTime found = page.peek();
        long micros;
        if (found != null && found.commit().equals(commit)) {
            micros = found.micros();
        } else {
            micros = fallbackMicros;
            warn(commit);
        }
        current = new CommitTime(commit, micros);
        return micros;
    }

    private void dropBefore(Lsn commit) {
        @Nullable CommitTime head = page.peek();
        while (head != null && head.commit().compareTo(commit) < 0) {
            page.remove();
            head = page.peek();
        }
    }

    private void warn(Lsn commit) {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "IBMSNAP_UOW has no row for unit of work {}: its changes get the time up to which Capture has come."
                            + " Check whether something else than Capture deletes from IBMSNAP_UOW.",
                    commit);
        }
    }
}
