package io.odsconnect.aerospike.protocol;

/**
 * A set. There is one text for all rows and one for all markers in it, by which the client sees that reads are alike,
 * and sends what they share once.
 *
 * @param name of the set that the rows are in
 * @param markers the name of the set that their markers are in
 */
public record RowSet(String name, String markers) {}
