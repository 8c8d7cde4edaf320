package io.odsconnect.testbed.db2;

/** What Capture programs and scripts in the field do, and what makes a reader's life harder. The stand-in has none at first. */
public enum CaptureHabit {
    /**
     * Tables are registered as Debezium's scripts do it: {@code STATE='A'} at once, both synchpoints null and nothing
     * captured until {@link CaptureControl#reinit}, PHYS_CHANGE_TABLE of IBMSNAP_PRUNCNTL in double quotes, and no row in
     * IBMSNAP_PRUNE_SET.
     */
    SCRIPT_REGISTRATIONS,
    /** CD_OLD_SYNCHPOINT is null, always, as on LUW. */
    NO_OLD_SYNCHPOINT,
    /** SYNCHPOINT and SYNCHTIME stand still while nothing is committed. */
    STILL_SYNCHTIME,
    /** IBMSNAP_LOGMARKER is cut to the second. */
    WHOLE_SECONDS,
    /** A commit becomes visible some hundred milliseconds after its IBMSNAP_LOGMARKER. */
    LATE_COMMITS,
    /** Capture shows that it runs by a row in IBMSNAP_CAPMON every MONITOR_INTERVAL seconds (IBMSNAP_CAPPARMS). */
    MONITOR
}
