package io.odsconnect.db2;

import io.odsconnect.db2.table.TableId;
import java.util.Map;

/**
 * Under what offsets are kept: one partition for the change stream, one for the load of each table.
 *
 * @param server {@code topic.prefix}
 */
record Partitions(String server) {

    Map<String, String> stream() {
        return Map.of("server", server);
    }

    Map<String, String> load(TableId table) {
        return Map.of("server", server, "table", table.toString());
    }

    /** The partition of a table that is read by queries. */
    Map<String, String> query(TableId table) {
        return Map.of("server", server, "query", table.toString());
    }
}
