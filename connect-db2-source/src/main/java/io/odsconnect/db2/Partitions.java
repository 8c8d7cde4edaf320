package io.odsconnect.db2;

import io.odsconnect.db2.offset.SourcePartition;
import io.odsconnect.db2.table.TableId;
import java.util.Map;

/**
 * Under what the offsets of queries are kept.
 *
 * @param server {@code topic.prefix}
 */
record Partitions(String server) {

    /** The partition of a table that is read by queries. */
    Map<String, String> query(TableId table) {
        return SourcePartition.of("server", server, "query", table.toString());
    }
}
