package io.odsconnect.cassandra.mapping;

/** What a table holds: the current rows, or all their versions. */
public sealed interface WriteMode {

    /**
     * Each row once, as it is now.
     *
     * @param nulls what becomes of columns that are null
     */
    record Upsert(NullHandling nulls) implements WriteMode {}

    /**
     * Each change as a row of its own, under the key of the row and its position.
     *
     * @param columns the columns with metadata of the change
     */
    record History(HistoryColumns columns) implements WriteMode {}
}
