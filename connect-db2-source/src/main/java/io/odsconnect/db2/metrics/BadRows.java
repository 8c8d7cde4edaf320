package io.odsconnect.db2.metrics;

import io.odsconnect.db2.type.UnreadableRowException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of rows that cannot be read, by {@code errors.tolerance}: the task fails with the first, or each is reported
 * and left out. Source tasks have no dead-letter queue, so the report is the log and a counter. Safe for use by several
 * threads.
 */
final class BadRows {

    private static final Logger LOG = LoggerFactory.getLogger(BadRows.class);

    /** So many of a column are logged one by one, and after that every thousandth. */
    private static final long LOGGED_SINGLY = 20;

    private static final long LOGGED_THEN = 1000;

    private final boolean tolerated;
    private final Map<String, Long> met = new HashMap<>();

    /** Tolerates them or not. */
    BadRows(boolean tolerated) {
        this.tolerated = tolerated;
    }

    /**
     * Reports a row, which the caller leaves out then.
     *
     * @param where how to find it, without its key, for example its place in the log
     * @throws UnreadableRowException the same, where such rows are not tolerated
     */
    void met(UnreadableRowException row, String where) {
        if (!tolerated) {
            throw row;
        }
        long count;
        synchronized (met) {
            count = met.merge(row.table() + "." + row.column(), 1L, Long::sum);
        }
        if (count <= LOGGED_SINGLY) {
            LOG.error("A row was left out, found in {}. {}", where, row.getMessage());
        } else if (count % LOGGED_THEN == 0) {
            LOG.error(
                    "{} rows of table {} were left out by now because of column {}, this one found in {}",
                    count,
                    row.table(),
                    row.column(),
                    where);
        }
    }
}
