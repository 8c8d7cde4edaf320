package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.offset.SourcePartition;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.table.TableId;
import java.util.Map;

/**
 * Under what the progress of loads is kept.
 *
 * @param server {@code topic.prefix}
 */
public record LoadPartitions(String server) {

    /** The name of the table. */
    public static final String TABLE = "table";
    /** Which range of the table, from 0, where version 0.1 had split it. */
    public static final String RANGE = "range";
    /** Why it is loaded; not there for the initial load and others that the changes need. */
    public static final String CAUSE = "cause";

    /** Returns the source partition of the load of a table. */
    Map<String, String> of(TableId table, LoadCause cause) {
        return cause == LoadCause.STREAM
                ? SourcePartition.of(StreamPartitions.SERVER, server, TABLE, table.toString())
                : SourcePartition.of(StreamPartitions.SERVER, server, TABLE, table.toString(), CAUSE, cause.code());
    }

    /** Returns the source partition of a range, from 0, where version 0.1 had split the table. */
    Map<String, String> of(TableId table, LoadCause cause, int range) {
        String number = Integer.toString(range);
        return cause == LoadCause.STREAM
                ? SourcePartition.of(StreamPartitions.SERVER, server, TABLE, table.toString(), RANGE, number)
                : SourcePartition.of(
                        StreamPartitions.SERVER, server, TABLE, table.toString(), CAUSE, cause.code(), RANGE, number);
    }
}
