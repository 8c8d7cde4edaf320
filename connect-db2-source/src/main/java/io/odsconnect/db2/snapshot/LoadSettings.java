package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.config.SnapshotIsolation;

/**
 * How tables are loaded.
 *
 * @param fetchSize rows that the driver is asked to bring at once
 * @param chunkSize rows that one statement reads at most
 * @param isolation isolation of the reads
 * @param positions tells the position of a chunk's rows before they are read
 */
public record LoadSettings(int fetchSize, int chunkSize, SnapshotIsolation isolation, PositionSource positions) {}
