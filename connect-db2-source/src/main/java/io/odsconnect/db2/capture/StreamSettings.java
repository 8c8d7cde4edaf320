package io.odsconnect.db2.capture;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How changes are read.
 *
 * @param rowsInMemory about how many change rows to hold at once, over all tables of a stream
 * @param unitLimit up to how many records a batch may grow to end where a unit of work does
 * @param tombstones whether deletes are followed by tombstones
 * @param transactionTopic where BEGIN and END of units of work are told; null where they are not
 * @param lookInterval after how long the register is looked at again, however much there is still to read
 * @param lagLimit from which lag on Capture is lagging
 * @param stopLimit after how long without a sign of it Capture has stopped
 */
public record StreamSettings(
        int rowsInMemory,
        int unitLimit,
        boolean tombstones,
        @Nullable String transactionTopic,
        Duration lookInterval,
        Duration lagLimit,
        Duration stopLimit) {}
