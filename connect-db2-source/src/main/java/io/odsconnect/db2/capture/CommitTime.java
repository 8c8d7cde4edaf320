package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;

/**
 * When a unit of work was committed.
 *
 * @param commit the unit of work
 * @param micros the time, in microseconds since the epoch
 */
record CommitTime(Lsn commit, long micros) {}
