package io.odsconnect.redis.encoding;

import io.odsconnect.common.value.Row;

/** Turns rows into bytes, once, as they go over the wire. Not safe for use by several threads. */
public interface RowEncoder {

    /**
     * Returns the bytes of a row: one piece, or names and values in turn.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the row cannot be stored in this form
     */
    byte[][] encode(Row row);
}
