package io.odsconnect.db2.capture;

import java.time.Duration;

/**
 * How Capture is set, by IBMSNAP_CAPPARMS.
 *
 * @param retention RETENTION_LIMIT: older changes are pruned, whether they were applied or not
 * @param commitInterval COMMIT_INTERVAL: how often SYNCHTIME moves at most
 * @param monitorInterval MONITOR_INTERVAL: how often Capture writes to IBMSNAP_CAPMON
 */
record CaptureParameters(Duration retention, Duration commitInterval, Duration monitorInterval) {

    /** What IBM's programs do where nothing else is set. */
    static final CaptureParameters USUAL =
            new CaptureParameters(Duration.ofDays(7), Duration.ofSeconds(30), Duration.ofMinutes(5));
}
