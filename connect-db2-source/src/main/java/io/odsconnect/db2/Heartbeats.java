package io.odsconnect.db2;

import io.odsconnect.db2.offset.SourcePartition;
import io.odsconnect.db2.offset.StreamPartitions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records in Debezium's form that keep the offset near the present while no table changes. */
final class Heartbeats {

    private static final Schema KEY = SchemaBuilder.struct()
            .name("io.debezium.connector.common.ServerNameKey")
            .field("serverName", Schema.STRING_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();

    private final String topic;
    private final String server;
    private final long intervalNanos;
    private final HeartbeatAction action;
    private final Map<Map<String, ?>, Long> lastNanos = new HashMap<>();

    /**
     * Beats to {@code topic} in the name of {@code server}, first at once; never where {@code interval} is zero. Each stream
     * has its own turn: one without changes beside a busy one needs its offset kept near the present, too.
     */
    Heartbeats(String topic, String server, Duration interval, HeartbeatAction action) {
        this.action = action;
        this.topic = topic;
        this.server = server;
        this.intervalNanos = interval.toNanos();
    }

    /** Says whether a heartbeat is due for the stream with this source partition. */
    boolean due(Map<String, ?> partition) {
        if (intervalNanos == 0) {
            return false;
        }
        @Nullable Long last = lastNanos.get(partition);
        return last == null || System.nanoTime() - last >= intervalNanos;
    }

    /** Does what is to be done in the database with each heartbeat. */
    void act() throws SQLException {
        action.run();
    }

    /** Says that records went out, so that their streams need no heartbeat for a while. */
    void postpone(List<SourceRecord> records) {
        if (intervalNanos == 0) {
            return;
        }
        long now = System.nanoTime();
        @Nullable Map<String, ?> known = null;
        for (SourceRecord sent : records) {
            if (sent.sourcePartition() != known) {
                known = sent.sourcePartition();
                lastNanos.put(known, now);
            }
        }
    }

    /** Returns a heartbeat that moves the offset of no stream and of no load: it has a source partition of its own. */
    SourceRecord beatOfNoStream() {
        Map<String, String> partition =
                SourcePartition.of(StreamPartitions.SERVER, server, StreamPartitions.NOTIFICATIONS, "heartbeat");
        return beat(partition, Map.of("heartbeat", "sent"));
    }

    /** Returns a heartbeat. */
    SourceRecord beat(Map<String, ?> partition, Map<String, ?> offset) {
        lastNanos.put(partition, System.nanoTime());
        return new SourceRecord(
                partition,
                offset,
                topic,
                null,
                KEY,
                new Struct(KEY).put("serverName", server),
                VALUE,
                new Struct(VALUE).put("ts_ms", System.currentTimeMillis()));
    }
}
