package io.odsconnect.redis.store;

import io.odsconnect.redis.encoding.ValueType;

/**
 * What is written beside the rows, and by which rule.
 *
 * @param positionGuard whether an older event must not replace a newer row
 * @param positionField the field of a row that holds its position
 * @param markerTtlMillis how long a delete holds against an older row, in milliseconds
 * @param valueType what a row is
 * @param expiring whether rows may go by themselves
 * @param indexType what the indexes of rows are
 * @param indexField the field of a row that holds the key of its index
 */
public record WriteRules(
        boolean positionGuard,
        String positionField,
        long markerTtlMillis,
        ValueType valueType,
        boolean expiring,
        IndexType indexType,
        String indexField) {

    /** Says whether a script writes the rows: to read before it writes, be it positions or in which index a row is. */
    public boolean needsScript() {
        return positionGuard || indexType != IndexType.NONE;
    }
}
