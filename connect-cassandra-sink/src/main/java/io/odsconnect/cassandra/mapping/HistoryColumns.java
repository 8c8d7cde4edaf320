package io.odsconnect.cassandra.mapping;

/**
 * The columns of a history table with metadata of the change.
 *
 * @param position the name of the clustering column that holds the position
 * @param operation the name of the column that holds the operation's letter
 * @param commitTime the name of the column that holds when the change was committed; empty for none
 */
public record HistoryColumns(String position, String operation, String commitTime) {}
