package io.odsconnect.db2.snapshot;

/**
 * How tables are loaded.
 *
 * @param fetchSize rows that the driver is asked to bring at once
 * @param chunkSize rows that one statement reads at most
 * @param isolation isolation of the reads
 * @param threads how many ranges are read at once
 * @param queueRows how many rows are read ahead at most, over all ranges
 * @param queueBytes about how many bytes of rows are read ahead at most, over all ranges
 * @param compareRate how many rows a second are read for compare runs at most; 0 for no limit
 */
public record LoadSettings(
        int fetchSize,
        int chunkSize,
        SnapshotIsolation isolation,
        int threads,
        int queueRows,
        long queueBytes,
        int compareRate) {

    private static final int MOST_ROWS_IN_A_BLOCK = 512;
    private static final int BLOCKS_IN_A_QUEUE = 4;

    /** Returns how many rows a reading thread hands on at once. */
    int blockRows() {
        return Math.max(1, Math.min(MOST_ROWS_IN_A_BLOCK, queueRows / threads / BLOCKS_IN_A_QUEUE));
    }

    /** Returns with how many bytes of rows a reading thread hands them on. */
    long blockBytes() {
        return Math.max(1, queueBytes / threads / BLOCKS_IN_A_QUEUE);
    }
}
