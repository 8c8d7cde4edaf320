package io.odsconnect.db2.type;

/**
 * A value that was larger than the limit and is handed on in part.
 *
 * @param value the part
 */
record CutValue(Object value) {}
