package io.odsconnect.redis.store;

/**
 * What is written beside the rows, and by which rule.
 *
 * @param positionGuard whether an older event must not replace a newer row
 * @param positionField the field of a hash that holds the row's position
 * @param markerTtlMillis how long a delete holds against an older row, in milliseconds
 * @param rowTtlMillis how long a row stays after it was written, in milliseconds; 0 for ever
 */
public record WriteRules(boolean positionGuard, String positionField, long markerTtlMillis, long rowTtlMillis) {}
