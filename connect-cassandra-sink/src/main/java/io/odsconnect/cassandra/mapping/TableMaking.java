package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.config.ByTopic;
import java.util.List;
import java.util.Map;

/**
 * How tables are made that are not there.
 *
 * @param replication how many copies which data centre has of a keyspace that is not there; none where keyspaces are not
 *     made
 * @param partitionKey the fields of the record's key that are the partition key; all of them where nothing is set
 */
public record TableMaking(Map<String, Integer> replication, ByTopic<List<String>> partitionKey) {

    /** Copies the map. */
    public TableMaking {
        replication = Map.copyOf(replication);
    }
}
