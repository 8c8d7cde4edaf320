package io.odsconnect.db2;

import io.odsconnect.db2.offset.SourcePartition;
import io.odsconnect.db2.offset.StreamPartitions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * How often the worker was asked to store offsets, see {@link FirstCommit}. The number is in the configuration of tasks, which
 * are started anew where it changes, so it must still be known when the connector starts again. The first task keeps it in a
 * source offset of its own.
 */
final class AskedCommits {

    /** In the configuration of tasks. */
    private static final String OPTION = "odsconnect.first.commit";

    private static final String ASKED = "asked";

    private AskedCommits() {}

    /** Returns the number that is stored for the connector with this {@code topic.prefix}; 0 where none is. */
    static int stored(OffsetStorageReader offsets, String server) {
        @Nullable Map<String, Object> offset = offsets.offset(partition(server));
        return offset != null && offset.get(ASKED) instanceof Number asked ? asked.intValue() : 0;
    }

    /** Returns a task's configuration with the number in it. */
    static Map<String, String> in(Map<String, String> config, int asked) {
        Map<String, String> all = new HashMap<>(config);
        if (asked > 0) {
            all.put(OPTION, Integer.toString(asked));
        }
        return all;
    }

    /** Returns the record whose offset stores the number that a task's configuration holds; empty where it is stored. */
    static Optional<SourceRecord> unstored(
            Map<String, String> taskConfig, OffsetStorageReader offsets, String server, Heartbeats heartbeats) {
        int asked = Integer.parseInt(taskConfig.getOrDefault(OPTION, "0"));
        return asked == stored(offsets, server)
                ? Optional.empty()
                : Optional.of(heartbeats.beat(partition(server), Map.of(ASKED, asked)));
    }

    private static Map<String, String> partition(String server) {
        return SourcePartition.of(StreamPartitions.SERVER, server, StreamPartitions.FIRST_COMMIT, ASKED);
    }
}
