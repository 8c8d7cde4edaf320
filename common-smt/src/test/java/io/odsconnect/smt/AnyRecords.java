package io.odsconnect.smt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Random records with every value that Connect's data model allows: with schema and without, in rows, envelopes, keys and
 * headers.
 */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
final class AnyRecords {

    /** In every text and number, so that a message that quotes one is found. */
    static final String SECRET = "4000123";

    private static final String[] NAMES = {
        "A",
        "B",
        "before",
        "after",
        "op",
        "source",
        "__deleted",
        "__position",
        "schema",
        "table",
        "position",
        "ts_us",
        "ts_ms"
    };
    private static final String[] SEMANTIC = {
        "io.debezium.time.Date",
        "io.debezium.time.MicroTimestamp",
        "io.debezium.time.NanoTime",
        "io.debezium.time.Time",
        "io.debezium.time.ZonedTimestamp",
        "io.debezium.time.IsoDate",
        "io.debezium.data.Json",
        "io.debezium.data.Bits",
        "io.debezium.data.VariableScaleDecimal",
        "com.example.Other"
    };

    private final Random random;

    AnyRecords(Random random) {
        this.random = random;
    }

    /** Returns the next record. */
    SinkRecord next() {
        Object[] key = part(false);
        Object[] value = part(true);
        SinkRecord record = new SinkRecord(
                random.nextBoolean() ? "ods.BANK.CARD" : "t",
                0,
                (Schema) key[0],
                key[1],
                (Schema) value[0],
                value[1],
                random.nextInt(10),
                random.nextBoolean() ? null : (Long) random.nextLong(),
                org.apache.kafka.common.record.TimestampType.CREATE_TIME);
        for (String name : new String[] {
            "__debezium.newkey",
            "H",
            "odsconnect.digest",
            "odsconnect.ff1.value",
            "odsconnect.ff1.key",
            "odsconnect.position"
        }) {
            if (random.nextInt(4) == 0) {
                Object[] header = random.nextInt(3) == 0 ? key : part(false);
                record.headers().add(name, header[1], (Schema) header[0]);
            } else if (random.nextInt(4) == 0) {
                record.headers().add(name, parsed());
            }
        }
        if (random.nextInt(3) == 0) {
            record.headers().remove("odsconnect.ff1.value").addString("odsconnect.ff1.value", "f:00");
            record.headers().remove("odsconnect.ff1.key").addString("odsconnect.ff1.key", "f:00");
        }
        return record;
    }

    /** Returns what the worker's default header converter makes of a text, such as maps and lists of half a schema. */
    private static SchemaAndValue parsed(String text) {
        try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
            return converter.toConnectHeader("t", "h", text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SchemaAndValue parsed() {
        String[] texts = {
            "{\"A\":\"" + SECRET + "\",\"B\":[1,null,\"x\"]}",
            "{\"A\":\"" + SECRET + "\"}",
            "{\"A\":1,\"B\":\"2\",\"C\":null}",
            "{\"A\":{\"B\":{}}}",
            "{}",
            "[]",
            "[1,\"a\",null,true]",
            "[[],[1],[null]]",
            "[null]",
            "{1:2,\"a\":3}",
            "2026-11-21",
            "2026-11-21T12:34:56.789Z",
            "12:34:56.789Z",
            SECRET + ".5",
            "007:" + SECRET,
            "true",
            "null",
            "",
        };
        return parsed(texts[random.nextInt(texts.length)]);
    }

    /** Returns a schema, or null, and a value that is valid for it. */
    private @Nullable Object[] part(boolean envelope) {
        if (random.nextInt(12) == 0) {
            return new @Nullable Object[] {null, null};
        }
        if (random.nextBoolean()) {
            return new @Nullable Object[] {null, envelope && random.nextBoolean() ? envelopeMap() : plain(3)};
        }
        Schema schema = envelope && random.nextBoolean() ? envelopeSchema() : schema(3);
        Object value = value(schema);
        ConnectSchema.validateValue(schema, value);
        return new @Nullable Object[] {schema, value};
    }

    private Map<String, @Nullable Object> envelopeMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("op", random.nextInt(5) == 0 ? plain(1) : op());
        map.put("before", random.nextBoolean() ? row() : plain(1));
        map.put("after", random.nextBoolean() ? row() : plain(1));
        map.put("source", random.nextBoolean() ? row() : plain(1));
        return map;
    }

    private Map<String, @Nullable Object> row() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                row.put(name, plain(2));
            }
        }
        return row;
    }

    private String op() {
        return new String[] {"r", "c", "u", "d", "t", "m", ""}[random.nextInt(7)];
    }

    private Schema envelopeSchema() {
        Schema row = structSchema(2);
        return SchemaBuilder.struct()
                .field("op", Schema.OPTIONAL_STRING_SCHEMA)
                .field("before", random.nextInt(4) == 0 ? schema(1) : row)
                .field("after", row)
                .field("source", random.nextInt(4) == 0 ? schema(1) : structSchema(1))
                .build();
    }

    private Schema structSchema(int depth) {
        SchemaBuilder struct = SchemaBuilder.struct();
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                struct.field(name, schema(depth - 1));
            }
        }
        return random.nextBoolean() ? struct.optional().build() : struct.build();
    }

    private Schema schema(int depth) {
        int kind = random.nextInt(depth > 0 ? 17 : 14);
        SchemaBuilder schema = switch (kind) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7, 8 -> SchemaBuilder.string();
            case 9 -> SchemaBuilder.bytes();
            case 10 -> Decimal.builder(random.nextInt(5) - 1);
            case 11 -> org.apache.kafka.connect.data.Date.builder();
            case 12 -> Time.builder();
            case 13 -> Timestamp.builder();
            case 14 -> SchemaBuilder.array(schema(depth - 1));
            case 15 -> SchemaBuilder.map(random.nextBoolean() ? Schema.STRING_SCHEMA : schema(0), schema(depth - 1));
            default -> null;
        };
        if (schema == null) {
            return structSchema(depth);
        }
        if (kind < 10 && random.nextInt(4) == 0) {
            schema.name(SEMANTIC[random.nextInt(SEMANTIC.length)]);
        }
        if (random.nextInt(4) == 0) {
            schema.doc("doc").parameter("p", "v");
        }
        if (random.nextBoolean()) {
            schema.optional();
        }
        if (random.nextInt(6) == 0 && kind < 10) {
            schema.defaultValue(value(schema.build()));
        }
        return schema.build();
    }

    private @Nullable Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(4) == 0) {
            return null;
        }
        if (schema.name() != null && schema.name().startsWith("org.apache.kafka.connect.data.")) {
            return switch (schema.name()) {
                case Decimal.LOGICAL_NAME ->
                    new BigDecimal(
                            new java.math.BigInteger(SECRET + random.nextInt(9)),
                            Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
                case Time.LOGICAL_NAME -> new Date(random.nextInt(86_400_000));
                case Timestamp.LOGICAL_NAME -> new Date(random.nextLong() >> random.nextInt(40));
                default -> new Date(random.nextInt(20_000) * 86_400_000L);
            };
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextBoolean() ? random.nextInt() : Integer.parseInt(SECRET);
            case INT64 -> longValue();
            case FLOAT32 -> floating().floatValue();
            case FLOAT64 -> floating();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes());
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(value(schema.valueSchema()));
                }
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    // A map may be a row, and then its keys are columns, which errors name.
                    @Nullable Object key = value(schema.keySchema());
                    map.put(key instanceof String ? "k" + random.nextInt(9) : key, value(schema.valueSchema()));
                }
                yield map;
            }
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    struct.put(
                            field,
                            field.name().equals("op") && field.schema().type() == Schema.Type.STRING
                                    ? op()
                                    : value(field.schema()));
                }
                yield struct;
            }
        };
    }

    /** A value without a schema: what converters without schemas give, and what transforms may make of it. */
    private @Nullable Object plain(int depth) {
        return switch (random.nextInt(depth > 0 ? 16 : 12)) {
            case 0 -> null;
            case 1 -> longValue();
            case 2 -> random.nextInt();
            case 3 -> (short) 7;
            case 4 -> floating();
            case 5 -> floating().floatValue();
            case 6 -> random.nextBoolean();
            case 7 -> bytes();
            case 8 -> ByteBuffer.wrap(bytes());
            case 9 -> new BigDecimal(SECRET + ".50");
            case 10, 11 -> text();
            case 12 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(plain(depth - 1));
                }
                yield list;
            }
            case 13 -> {
                Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    Object key = plain(0);
                    // Keys of maps without a schema are names, which may be told.
                    map.put(key instanceof String ? "k" + random.nextInt(9) : key, plain(depth - 1));
                }
                yield map;
            }
            default -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                for (String name : NAMES) {
                    if (random.nextInt(3) == 0) {
                        map.put(name, plain(depth - 1));
                    }
                }
                yield map;
            }
        };
    }

    private long longValue() {
        return switch (random.nextInt(4)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> Long.parseLong(SECRET);
            default -> random.nextLong();
        };
    }

    private Double floating() {
        return new Double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e-300, Double.MIN_VALUE, 4000123.5}
                [random.nextInt(6)];
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return switch (random.nextInt(9)) {
            case 0 -> "";
            case 1 -> " ";
            case 2 -> SECRET + "\ud83d";
            case 3 -> "\ude00" + SECRET;
            case 4 -> "{\"A\":\"" + SECRET + "\",\"B\":[1,null]}";
            case 5 -> "enc1:s:" + SECRET;
            case 6 -> "f:" + SECRET;
            case 7 -> "2026-11-21T12:34:56.789+01:00";
            default -> SECRET + "23456789";
        };
    }
}
