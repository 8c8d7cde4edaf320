package io.odsconnect.common.sink;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Sink records without schema, as a JSON converter would give them. */
final class Records {

    static final String TOPIC = "ods.BANK.CARD";

    private Records() {}

    /** A row put at a position. */
    static SinkRecord put(int partition, long offset, String id, String name, long position) {
        return event(TOPIC, partition, offset, "c", null, row(id, name), position);
    }

    /** A row deleted at a position. */
    static SinkRecord delete(int partition, long offset, String id, long position) {
        return event(TOPIC, partition, offset, "d", row(id, "gone"), null, position);
    }

    /** A change event in the envelope; without a position where it is null. */
    static SinkRecord event(
            String topic,
            int partition,
            long offset,
            String op,
            @Nullable Map<String, ? extends @Nullable Object> before,
            @Nullable Map<String, ? extends @Nullable Object> after,
            @Nullable Long position) {
        Map<String, @Nullable Object> source = new HashMap<>();
        source.put("position", position);
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("op", op);
        value.put("before", before);
        value.put("after", after);
        value.put("source", source);
        Map<String, ? extends @Nullable Object> row = after == null ? before : after;
        Map<String, Object> key = row == null ? Map.of() : Map.of("ID", String.valueOf(row.get("ID")));
        return new SinkRecord(topic, partition, null, key, null, value, offset);
    }

    /** A row. */
    static Map<String, Object> row(String id, String name) {
        return Map.of("ID", id, "NAME", name);
    }
}
