package io.odsconnect.common.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Makes any value that Connect's data model allows, and with a taste for the ends of ranges. */
@SuppressWarnings("JavaUtilDate") // It is how Connect hands out its logical types.
final class AnyValues {

    private static final List<String> NAMES = List.of(
            "A",
            "op",
            "before",
            "after",
            "source",
            "ts_ms",
            "__op",
            "__deleted",
            "__position",
            "__source_ts_ms",
            "ü",
            "schema",
            "payload",
            "updateDescription",
            "\uD83D",
            "");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "c",
            "d",
            "u",
            "t",
            "true",
            "2026-11-21",
            "24:00:00",
            "1e400",
            "ü",
            "💳",
            "\uD83D",
            "x\uDCB3",
            "\0",
            "{}",
            "9223372036854775808");
    private static final List<String> TYPES = List.of(
            "io.debezium.time.Date",
            "io.debezium.time.Time",
            "io.debezium.time.MicroTime",
            "io.debezium.time.NanoTime",
            "io.debezium.time.Timestamp",
            "io.debezium.time.MicroTimestamp",
            "io.debezium.time.NanoTimestamp",
            "io.debezium.time.IsoDate",
            "io.debezium.time.IsoTimestamp",
            "io.debezium.time.ZonedTimestamp",
            "io.debezium.data.Json");
    private static final long[] NUMBERS = {
        0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 86_400_000L
    };
    private static final double[] DOUBLES = {
        0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.parseDouble("2e23"), 0.1
    };

    private final Random random;

    AnyValues(Random random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private long number() {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong();
    }

    private double floating() {
        return random.nextBoolean()
                ? DOUBLES[random.nextInt(DOUBLES.length)]
                : Double.longBitsToDouble(random.nextLong());
    }

    private BigDecimal decimal() {
        int[] scales = {0, 2, -5, 38, Integer.MAX_VALUE, Integer.MIN_VALUE};
        return new BigDecimal(BigInteger.valueOf(number()), scales[random.nextInt(scales.length)]);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns a name for a field. */
    String name() {
        return one(NAMES);
    }

    /** Returns a value without a schema. */
    @Nullable
    Object plain(int depth) {
        List<Supplier<@Nullable Object>> kinds = List.of(
                () -> null,
                random::nextBoolean,
                () -> (byte) number(),
                () -> (short) number(),
                () -> (int) number(),
                this::number,
                () -> (float) floating(),
                this::floating,
                this::decimal,
                () -> BigInteger.valueOf(number()).pow(3),
                () -> one(TEXTS),
                this::bytes,
                () -> ByteBuffer.wrap(bytes()),
                () -> new Date(number()),
                () -> typed(depth).value(),
                () -> list(depth),
                () -> map(depth),
                () -> random.nextInt(200) == 0 ? deep() : null);
        return one(kinds.subList(0, depth > 3 ? kinds.size() - 4 : kinds.size()))
                .get();
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(plain(depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int depth) {
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(random.nextInt(3) == 0 ? plain(4) : name(), plain(depth + 1));
        }
        return map;
    }

    private static Object deep() {
        Object value = "x";
        for (int i = 0; i < 100_000; i++) {
            value = i % 2 == 0 ? Collections.singletonList(value) : Collections.singletonMap("A", value);
        }
        return value;
    }

    /** Returns a value and its schema, which may be null for neither. */
    SchemaAndValue typed(int depth) {
        List<Supplier<SchemaAndValue>> kinds = List.of(
                () -> pair(SchemaBuilder.bool(), random.nextBoolean()),
                () -> pair(SchemaBuilder.int8(), (byte) number()),
                () -> pair(SchemaBuilder.int16(), (short) number()),
                () -> pair(named(SchemaBuilder.int32()), (int) number()),
                () -> pair(named(SchemaBuilder.int64()), number()),
                () -> pair(SchemaBuilder.float32(), (float) floating()),
                () -> pair(SchemaBuilder.float64(), floating()),
                () -> pair(named(SchemaBuilder.string()), one(TEXTS)),
                () -> pair(SchemaBuilder.bytes(), random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes())),
                () -> pair(Decimal.builder(2), decimal()),
                () -> pair(org.apache.kafka.connect.data.Date.builder(), new Date(number())),
                () -> pair(Time.builder(), new Date(number())),
                () -> pair(Timestamp.builder(), new Date(number())),
                this::variableScale,
                () -> array(depth),
                () -> typedMap(depth),
                () -> struct(depth));
        return one(kinds.subList(0, depth > 3 ? kinds.size() - 3 : kinds.size()))
                .get();
    }

    private SchemaBuilder named(SchemaBuilder builder) {
        return random.nextBoolean() ? builder : builder.name(one(TYPES));
    }

    private SchemaAndValue pair(SchemaBuilder builder, Object value) {
        return random.nextInt(5) == 0
                ? new SchemaAndValue(builder.optional().build(), null)
                : new SchemaAndValue(builder.build(), value);
    }

    private SchemaAndValue variableScale() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        return new SchemaAndValue(
                schema, new Struct(schema).put("scale", (int) number()).put("value", bytes()));
    }

    private SchemaAndValue array(int depth) {
        SchemaAndValue element = typed(depth + 1);
        List<@Nullable Object> list = new ArrayList<>();
        if (random.nextBoolean()) {
            list.add(element.value());
        }
        return new SchemaAndValue(SchemaBuilder.array(element.schema()).build(), list);
    }

    private SchemaAndValue typedMap(int depth) {
        SchemaAndValue key = typed(4);
        SchemaAndValue entry = typed(depth + 1);
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        if (random.nextBoolean()) {
            map.put(key.value(), entry.value());
        }
        return new SchemaAndValue(
                SchemaBuilder.map(key.schema(), entry.schema()).build(), map);
    }

    /** Returns a struct and its schema. */
    SchemaAndValue struct(int depth) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            names.add(name());
        }
        names.remove("");
        SchemaBuilder builder = SchemaBuilder.struct();
        Map<String, @Nullable Object> values = new HashMap<>();
        for (String name : names) {
            SchemaAndValue field = typed(depth + 1);
            builder.field(name, field.schema());
            values.put(name, field.value());
        }
        if (random.nextInt(5) == 0) {
            builder.name("a.b.Envelope");
        }
        Struct struct = new Struct(builder.build());
        values.forEach(struct::put);
        return new SchemaAndValue(struct.schema(), struct);
    }
}
