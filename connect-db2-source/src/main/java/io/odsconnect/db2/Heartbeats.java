package io.odsconnect.db2;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

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
    private long lastNanos;

    /** Beats to {@code topic} in the name of {@code server}, first at once; never where {@code interval} is zero. */
    Heartbeats(String topic, String server, Duration interval, HeartbeatAction action) {
        this.action = action;
        this.topic = topic;
        this.server = server;
        this.intervalNanos = interval.toNanos();
        this.lastNanos = System.nanoTime() - intervalNanos;
    }

    /** Says whether a heartbeat is due. */
    boolean due() {
        return intervalNanos > 0 && System.nanoTime() - lastNanos >= intervalNanos;
    }

    /** Does what is to be done in the database with each heartbeat. */
    void act() throws SQLException {
        action.run();
    }

    /** Says that records went out, so that no heartbeat is needed for a while. */
    void postpone() {
        lastNanos = System.nanoTime();
    }

    /** Returns a heartbeat. */
    SourceRecord beat(Map<String, ?> partition, Map<String, ?> offset) {
        postpone();
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
