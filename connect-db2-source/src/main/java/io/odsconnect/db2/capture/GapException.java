package io.odsconnect.db2.capture;

import org.apache.kafka.connect.errors.ConnectException;

/** Changes were lost. Going on would leave targets wrong without a word, so the task fails. */
public final class GapException extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** Says which changes were lost. */
    public GapException(Gap gap) {
        super("Changes of table " + gap.table() + " were lost: they were read up to " + gap.read() + ", but "
                + gap.evidence() + ", because of pruning, a cold start of Capture or a new registration. Set"
                + " snapshot.mode=when_needed to load the table again, or delete the connector's offsets to load all."
                + " Have Capture keep changes longer than the connector may be down (RETENTION_LIMIT).");
    }
}
