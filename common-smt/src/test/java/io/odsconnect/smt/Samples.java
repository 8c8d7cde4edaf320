package io.odsconnect.smt;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records as our source and Debezium's write them: a card of a bank. */
public final class Samples {

    public static final String TOPIC = "ods.BANK.CARD";
    public static final long POSITION = 1_795_264_496_789_012L;

    public static final Schema CARD = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Value")
            .version(3)
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .field("CLIENT_ID", Schema.INT64_SCHEMA)
            .field("CREDIT_LIMIT", Decimal.builder(2).optional().build())
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();

    public static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.odsconnect.db2.Source")
            .field("name", Schema.STRING_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("commit_lsn", Schema.OPTIONAL_STRING_SCHEMA)
            .field("position", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    public static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Envelope")
            .version(1)
            .field("before", CARD)
            .field("after", CARD)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    public static final Schema KEY = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Key")
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .build();

    private Samples() {}

    /** Returns a card with this limit. */
    public static Struct card(String limit) {
        return new Struct(CARD)
                .put("CARD_NO", "4000001234567899")
                .put("CLIENT_ID", 1042L)
                .put("CREDIT_LIMIT", new BigDecimal(limit));
    }

    /** Returns the same card as a converter without schemas gives it. */
    public static Map<String, @Nullable Object> cardMap(double limit) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("NOTE", null);
        map.put("CREDIT_LIMIT", limit);
        map.put("CLIENT_ID", 1042L);
        map.put("CARD_NO", "4000001234567899");
        return map;
    }

    /** Returns the last row of the vectors in docs/canonical-digest.md. */
    public static Map<String, @Nullable Object> bankCard() {
        Map<String, @Nullable Object> map = cardMap(2500);
        map.put("STATUS", "A");
        map.put("CHANGED_AT", POSITION);
        map.put("OPENED", 19000L);
        return map;
    }

    /** Returns the source block of a change. */
    public static Struct source() {
        return new Struct(SOURCE)
                .put("name", "ods")
                .put("ts_us", POSITION - 12)
                .put("ts_ms", POSITION / 1000)
                .put("schema", "BANK")
                .put("table", "CARD")
                .put("commit_lsn", "0000:0001:002a")
                .put("position", POSITION);
    }

    /** Returns an envelope. */
    public static Struct envelope(String op, @Nullable Struct before, @Nullable Struct after) {
        return new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", source())
                .put("op", op)
                .put("ts_ms", POSITION / 1000 + 5);
    }

    /** Returns an envelope as a converter without schemas gives it. */
    public static Map<String, @Nullable Object> envelopeMap(
            String op, @Nullable Object before, @Nullable Object after) {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put("before", before);
        map.put("after", after);
        map.put("op", op);
        Map<String, @Nullable Object> source = new HashMap<>();
        SOURCE.fields().forEach(field -> source.put(field.name(), source().get(field)));
        map.put("source", source);
        return map;
    }

    /** Returns a record as a source connector hands it over. */
    public static SourceRecord sourceRecord(@Nullable Object value) {
        Struct key = new Struct(KEY).put("CARD_NO", "4000001234567899");
        return new SourceRecord(
                Map.of("table", "BANK.CARD"), Map.of("lsn", 42L), TOPIC, null, KEY, key, schemaOf(value), value);
    }

    /** Returns a record as a sink connector gets it. */
    public static SinkRecord sinkRecord(@Nullable Object value) {
        Struct key = new Struct(KEY).put("CARD_NO", "4000001234567899");
        return new SinkRecord(TOPIC, 2, KEY, key, schemaOf(value), value, 42);
    }

    /** Returns the text in a header; null if there is none. */
    public static @Nullable Object header(ConnectRecord<?> record, String name) {
        return record.headers().lastWithName(name) == null
                ? null
                : record.headers().lastWithName(name).value();
    }

    private static @Nullable Schema schemaOf(@Nullable Object value) {
        return value instanceof Struct struct ? struct.schema() : null;
    }
}
