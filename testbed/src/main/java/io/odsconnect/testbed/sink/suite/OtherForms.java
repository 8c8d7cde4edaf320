package io.odsconnect.testbed.sink.suite;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records about card 1 that are not in the form of our source with a schema. All are in one partition. */
@SuppressWarnings("JavaUtilDate") // It is how Connect hands out its logical types.
final class OtherForms {

    private static final String TOPIC = SuiteTable.CARD.topic();
    private static final Schema KEY =
            SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("ID", Schema.INT64_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    /** A part of what Debezium's connector for PostgreSQL sends. */
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("connector", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("bank.card.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema FLAT = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .field("__op", Schema.OPTIONAL_STRING_SCHEMA)
            .field("__deleted", Schema.OPTIONAL_STRING_SCHEMA)
            .field("__position", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    /** How many of {@link #anyValues} are bad records in every store. */
    static final int BAD_VALUES = 4;

    private long nextOffset;

    /** Returns another connector's event, whose place in its log and time are {@code at}; a null name is no row. */
    SinkRecord otherConnectors(String op, @Nullable String before, @Nullable String after, long at) {
        Struct source = new Struct(SOURCE)
                .put("connector", "postgresql")
                .put("ts_ms", at)
                .put("lsn", at);
        Struct value = new Struct(ENVELOPE)
                .put("before", before == null ? null : row(before))
                .put("after", after == null ? null : row(after))
                .put("source", source)
                .put("op", op)
                .put("ts_ms", at + 1);
        return new SinkRecord(TOPIC, 0, KEY, key(), ENVELOPE, value, nextOffset++);
    }

    /** Returns our source's event as JSON without a schema brings it. */
    SinkRecord withoutSchema(String op, @Nullable String before, @Nullable String after, long position) {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("op", op);
        value.put("before", before == null ? null : Map.of("ID", 1L, "NAME", before));
        value.put("after", after == null ? null : Map.of("ID", 1L, "NAME", after));
        value.put("source", Map.of("position", position));
        return schemaless(value);
    }

    /** Returns an event of a document store as JSON without a schema brings it: its rows are texts. */
    SinkRecord document(String op, @Nullable String after, long position) {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("op", op);
        value.put("before", null);
        value.put("after", after);
        value.put("updateDescription", null);
        value.put("source", Map.of("position", position));
        return schemaless(value);
    }

    /** Returns a row as Debezium's ExtractNewRecordState leaves it with {@code add.fields=source.ts_ms}. */
    SinkRecord flattened(String name, long at) {
        return schemaless(Map.of("ID", 1L, "NAME", name, "__source_ts_ms", at));
    }

    /** Returns a row with what a flattening transform adds; nulls are left out. */
    SinkRecord flat(@Nullable String op, @Nullable String deleted, String name, long position) {
        Struct value = new Struct(FLAT)
                .put("ID", 1L)
                .put("NAME", name)
                .put("__op", op)
                .put("__deleted", deleted)
                .put("__position", position);
        return new SinkRecord(TOPIC, 0, KEY, key(), FLAT, value, nextOffset++);
    }

    /** Returns the same without a schema. */
    SinkRecord flatWithoutSchema(@Nullable String op, @Nullable String deleted, String name, long position) {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("ID", 1L);
        value.put("NAME", name);
        value.put("__position", position);
        if (op != null) {
            value.put("__op", op);
        }
        if (deleted != null) {
            value.put("__deleted", deleted);
        }
        return schemaless(value);
    }

    /** Returns a tombstone that has no position, as other connectors write it. */
    SinkRecord bareTombstone() {
        return new SinkRecord(TOPIC, 0, KEY, key(), null, null, nextOffset++);
    }

    /** Returns a row without a schema, whose key is {@code id}. */
    SinkRecord named(long id, Object name) {
        Map<String, Object> value = Map.of("ID", id, "NAME", name, "__position", 10L);
        return new SinkRecord(TOPIC, 0, null, Map.of("ID", id), null, value, nextOffset++);
    }

    /** Returns values of all kinds that Connect's data model has, with a taste for odd ones; first {@link #BAD_VALUES}. */
    List<Object> anyValues() {
        Object deep = "4111111111111111";
        for (int i = 0; i < 100_000; i++) {
            deep = i % 2 == 0 ? List.of(deep) : Map.of("A", deep);
        }
        Map<@Nullable Object, Object> nullKey = new HashMap<>();
        nullKey.put(null, 1L);
        return List.of(
                "4111111111111111\uD83D",
                List.of(Map.of("A", "4111111111111111\uDCB3")),
                Map.of("4111111111111111\uD83D", 1L),
                deep,
                nullKey,
                new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE),
                new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE),
                new BigDecimal("1500.50"),
                Double.NaN,
                Double.MIN_VALUE,
                Double.parseDouble("2e23"),
                Float.NEGATIVE_INFINITY,
                Long.MIN_VALUE,
                true,
                "",
                "\0",
                "💳",
                new byte[] {},
                new byte[] {-1, 0},
                new Date(Long.MAX_VALUE),
                new Date(Long.MIN_VALUE),
                List.of(),
                List.of(1L, "a", List.of(), Map.of()),
                Map.of(),
                Map.of(1L, "a", true, "b", 1.5, "c"),
                key());
    }

    /** Returns a record with a value as it is, and a key without a schema. */
    SinkRecord schemaless(Object value) {
        return new SinkRecord(TOPIC, 0, null, Map.of("ID", 1L), null, value, nextOffset++);
    }

    /** Returns a row of which neither the value nor a key tells what it is found by. */
    SinkRecord withoutKey(String name) {
        return new SinkRecord(TOPIC, 0, null, null, null, Map.of("NAME", name, "__position", 10L), nextOffset++);
    }

    private static Struct key() {
        return new Struct(KEY).put("ID", 1L);
    }

    private static Struct row(String name) {
        return new Struct(ROW).put("ID", 1L).put("NAME", name);
    }
}
