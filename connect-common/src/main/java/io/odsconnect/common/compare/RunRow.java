package io.odsconnect.common.compare;

import io.odsconnect.common.event.Origin;

/**
 * A row of a run, as it was read.
 *
 * @param write what would be written for it now
 * @param position its position
 * @param bytes about how many bytes the write takes
 * @param isDelete whether it is a delete, since the row's time is over
 * @param origin where its record stands
 * @param readMillis when the record was written, in milliseconds since the epoch
 * @param <W> the store's own form of a write
 */
public record RunRow<W>(W write, long position, int bytes, boolean isDelete, Origin origin, long readMillis) {}
