package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStream;
import io.odsconnect.db2.snapshot.BulkLoad;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Reads what there is to read: tables first, then changes for ever. */
final class Db2Reader {

    private final BulkLoad load;
    private final @Nullable Function<BulkLoad, ChangeStream> streamAfter;
    private final Map<String, ?> streamPartition;
    private final Heartbeats heartbeats;
    private boolean loaded;
    private @Nullable ChangeStream stream;

    /**
     * Reads {@code load}, then changes.
     *
     * @param load the tables to load; may have none
     * @param streamAfter makes the change stream once the load is done; null where no changes are wanted
     * @param streamPartition the source partition of the stream
     * @param heartbeats when to send a heartbeat while nothing changes
     */
    Db2Reader(
            BulkLoad load,
            @Nullable Function<BulkLoad, ChangeStream> streamAfter,
            Map<String, ?> streamPartition,
            Heartbeats heartbeats) {
        this.load = load;
        this.streamAfter = streamAfter;
        this.streamPartition = streamPartition;
        this.heartbeats = heartbeats;
    }

    /** Adds records to {@code batch}, about {@code max} at most; none where there is nothing new. */
    void read(List<SourceRecord> batch, int max) throws SQLException {
        if (!loaded) {
            loaded = !load.read(batch, max);
        }
        if (loaded && batch.isEmpty() && streamAfter != null) {
            ChangeStream open = stream == null ? streamAfter.apply(load) : stream;
            stream = open;
            open.read(batch, max);
            if (!batch.isEmpty()) {
                heartbeats.postpone();
            } else if (heartbeats.due()) {
                batch.add(heartbeats.beat(streamPartition, open.offset()));
            }
        }
    }

    /** Forgets what was read ahead of the records handed over. */
    void rewind() {
        load.rewind();
        if (stream != null) {
            stream.rewind();
        }
    }
}
