package io.odsconnect.db2.offset;

import io.odsconnect.db2.table.TableId;
import java.util.Map;

/**
 * Under what the positions of change streams and of queries are kept.
 *
 * @param server {@code topic.prefix}
 */
public record StreamPartitions(String server) {

    /** In every source partition: {@code topic.prefix}. */
    public static final String SERVER = "server";

    /** In the source partition of the stream of one table: its name. */
    public static final String STREAM = "stream";

    /** In the source partition of a table that is read by queries: its name. */
    public static final String QUERY = "query";

    /** In the source partition of records that belong to no stream and to no load: nothing is read from there. */
    public static final String NOTIFICATIONS = "notifications";

    /** In the source partition of the number of first commits that were asked for: nothing is read from there. */
    public static final String FIRST_COMMIT = "first_commit";

    /** Returns the partition of the one stream over all tables. */
    public Map<String, String> ofAll() {
        return SourcePartition.of(SERVER, server);
    }

    /** Returns the partition of the stream of one table, where several tasks share the tables. */
    public Map<String, String> of(TableId table) {
        return SourcePartition.of(SERVER, server, STREAM, table.toString());
    }

    /** Returns the partition of a table that is read by queries. */
    public Map<String, String> ofQueries(TableId table) {
        return SourcePartition.of(SERVER, server, QUERY, table.toString());
    }
}
