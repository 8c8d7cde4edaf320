package io.odsconnect.db2;

import io.odsconnect.db2.offset.SourcePartition;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.snapshot.LoadEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to loads, in the form of Debezium's notifications. A notification has the source offset of
 * its load, so it moves no offset; those of signals that were refused have a partition of their own.
 *
 * <p>Source: <a href="https://debezium.io/documentation/reference/stable/configuration/notification.html">Debezium,
 * notifications</a>.
 */
final class Notifications {

    private static final Schema KEY = SchemaBuilder.struct()
            .name("io.debezium.connector.common.NotificationKey")
            .field("id", Schema.STRING_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .name("io.debezium.connector.common.Notification")
            .field("id", Schema.STRING_SCHEMA)
            .field("aggregate_type", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field(
                    "additional_data",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .optional()
                            .build())
            .field("timestamp", Schema.INT64_SCHEMA)
            .build();

    private final @Nullable String topic;
    private final String connector;
    private final int task;
    private final Map<String, String> signals;
    private final Deque<SourceRecord> waiting = new ArrayDeque<>();

    /** Tells them to {@code topic}, or to nobody where it is null. */
    Notifications(@Nullable String topic, String connector, String server, int task) {
        this.signals = SourcePartition.of(StreamPartitions.SERVER, server, StreamPartitions.NOTIFICATIONS, "signals");
        this.topic = topic;
        this.connector = connector;
        this.task = task;
    }

    /** Tells of a load. */
    void add(LoadEvent event) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("connector_name", connector);
        data.put("task", Integer.toString(task));
        data.put("load_id", event.order().id());
        data.put("data_collection", event.order().table().toString());
        data.put("rows", Long.toString(event.rows()));
        if (event.lastPosition() != Long.MIN_VALUE) {
            data.put("first_position", Long.toString(event.firstPosition()));
            data.put("last_position", Long.toString(event.lastPosition()));
        }
        data.put("duration_ms", Long.toString(event.millis()));
        add(
                switch (event.order().cause()) {
                    case STREAM -> "Initial Snapshot";
                    case OPTION, SIGNAL -> "Incremental Snapshot";
                    case COMPARE -> "Compare Run";
                },
                event.kind().name(),
                data,
                event.partition(),
                event.offset());
    }

    /** Tells that a signal was refused, and why. */
    void refused(String signal, String why) {
        add(
                "Signal",
                "REFUSED",
                Map.of("connector_name", connector, "signal_id", signal, "reason", why),
                signals,
                Map.of("refused", signal));
    }

    private void add(
            String aggregate, String type, Map<String, String> data, Map<String, ?> partition, Map<String, ?> offset) {
        if (topic == null) {
            return;
        }
        String id = UUID.randomUUID().toString();
        Struct key = new Struct(KEY).put("id", id);
        Struct value = new Struct(VALUE)
                .put("id", id)
                .put("aggregate_type", aggregate)
                .put("type", type)
                .put("additional_data", data)
                .put("timestamp", System.currentTimeMillis());
        waiting.add(new SourceRecord(partition, offset, topic, null, KEY, key, VALUE, value));
    }

    /** Moves what there is to tell to {@code batch}. */
    void drainTo(List<SourceRecord> batch) {
        batch.addAll(waiting);
        waiting.clear();
    }
}
