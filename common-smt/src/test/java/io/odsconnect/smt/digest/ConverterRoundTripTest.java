package io.odsconnect.smt.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.smt.RecordDigest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any row keeps its digest in any order of its fields and through Kafka's JSON converter. */
class ConverterRoundTripTest {

    /** A column: a name, a schema and a value. */
    record Column(String name, Schema schema, @Nullable Object value) {

        @Override
        public String toString() {
            return name + " " + schema.type() + " " + schema.name() + " = " + value;
        }
    }

    private static final int TRIES = 500;
    private static final List<Function<Random, Column>> KINDS = List.of(
            random -> column(Schema.OPTIONAL_STRING_SCHEMA, text(random)),
            random -> column(Schema.OPTIONAL_BOOLEAN_SCHEMA, random.nextBoolean()),
            random -> column(Schema.OPTIONAL_INT16_SCHEMA, (short) random.nextInt()),
            random -> column(Schema.OPTIONAL_INT32_SCHEMA, random.nextInt() >> random.nextInt(32)),
            random -> column(Schema.OPTIONAL_INT64_SCHEMA, random.nextLong() >> random.nextInt(64)),
            random -> column(Schema.OPTIONAL_FLOAT64_SCHEMA, floating(random)),
            random -> column(Schema.OPTIONAL_BYTES_SCHEMA, bytes(random)),
            random -> column(
                    Decimal.builder(2).optional().build(),
                    BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, 2)),
            random -> column(debezium("Date", Schema.Type.INT32), between(random, -700_000, 2_900_000)),
            random -> column(
                    debezium("MicroTimestamp", Schema.Type.INT64),
                    -62_135_596_800_000_000L + Math.floorMod(random.nextLong(), 315_537_897_600_000_000L)),
            random -> column(
                    SchemaBuilder.array(Schema.OPTIONAL_INT64_SCHEMA).optional().build(), longs(random)),
            random -> column(
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build(),
                    texts(random)));

    private final RowDigester digest =
            new DigestOptions(new AbstractConfig(RecordDigest.CONFIG_DEF, Map.of(), false)).rowDigest();

    @Test
    void theOrderOfFieldsDoesNotCount() {
        repeat(random -> {
            List<Column> columns = row(random, ConverterRoundTripTest::value);
            List<Column> shuffled = new ArrayList<>(columns);
            Collections.shuffle(shuffled, random);
            assertThat(digest.of(null, struct(shuffled))).isEqualTo(digest.of(null, struct(columns)));
            assertThat(digest.of(null, map(shuffled))).isEqualTo(digest.of(null, map(columns)));
        });
    }

    @Test
    void nullColumnsDoNotCount() {
        repeat(random -> {
            List<Column> columns = row(random, ConverterRoundTripTest::value);
            List<Column> present =
                    columns.stream().filter(column -> column.value() != null).toList();
            assertThat(digest.of(null, struct(present))).isEqualTo(digest.of(null, struct(columns)));
        });
    }

    @Test
    void jsonWithSchemaKeepsTheDigest() {
        repeat(random -> {
            Struct row = struct(row(random, ConverterRoundTripTest::value));
            SchemaAndValue read = roundTrip(row, true);
            assertThat(digest.of(read.schema(), read.value())).isEqualTo(digest.of(null, row));
        });
    }

    @Test
    void jsonWithoutSchemaKeepsTheDigestWithDecimalsAsNumbers() {
        repeat(random -> {
            Struct row = struct(row(random, ConverterRoundTripTest::valueForPlainJson));
            SchemaAndValue read = roundTrip(row, false);
            assertThat(read.schema()).isNull();
            assertThat(digest.of(null, read.value())).isEqualTo(digest.of(null, row));
        });
    }

    @Test
    void aColumnThatChangesChangesTheDigest() {
        repeat(random -> {
            List<Column> columns = row(random, ConverterRoundTripTest::value);
            if (columns.isEmpty()) {
                return;
            }
            Column other = value(random);
            int index = random.nextInt(columns.size());
            List<Column> changed = new ArrayList<>(columns);
            Column old = columns.get(index);
            Column replaced = new Column(old.name(), other.schema(), other.value());
            changed.set(index, replaced);
            boolean same = digest.of(null, struct(List.of(old))).equals(digest.of(null, struct(List.of(replaced))));
            assertThat(digest.of(null, struct(changed)).equals(digest.of(null, struct(columns))))
                    .isEqualTo(same);
        });
    }

    private static void repeat(Consumer<Random> check) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ConverterRoundTripTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            try {
                check.accept(random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dseed=" + seed + ", run " + i + ": " + e.getMessage(), e);
            }
        }
    }

    /** Returns up to 12 columns of different names, one in ten of them null. */
    private static List<Column> row(Random random, Function<Random, Column> values) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (int left = random.nextInt(13); left > 0; left--) {
            String name = name(random);
            Column value = values.apply(random);
            columns.put(name, new Column(name, value.schema(), random.nextInt(10) == 0 ? null : value.value()));
        }
        return List.copyOf(columns.values());
    }

    private static Column value(Random random) {
        return any(random, Float.intBitsToFloat(random.nextInt()));
    }

    /** Java 17 prints some floats with more digits than needed, and without a schema they are read back as doubles. */
    private static Column valueForPlainJson(Random random) {
        return any(random, between(random, -999_999, 999_999) / 1000f);
    }

    private static Column any(Random random, float number) {
        int kind = random.nextInt(KINDS.size() + 1);
        return kind < KINDS.size()
                ? KINDS.get(kind).apply(random)
                : column(Schema.OPTIONAL_FLOAT32_SCHEMA, Float.isFinite(number) ? number : 0.5f);
    }

    private static Column column(Schema schema, Object value) {
        return new Column("", schema, value);
    }

    private static String name(Random random) {
        String characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_é€";
        StringBuilder out = new StringBuilder();
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            out.append(characters.charAt(random.nextInt(characters.length())));
        }
        return out.toString();
    }

    /** JSON cannot carry half a surrogate pair. */
    private static String text(Random random) {
        StringBuilder out = new StringBuilder();
        for (int left = random.nextInt(21); left > 0; left--) {
            out.append((char) between(random, ' ', random.nextBoolean() ? '~' : '\uD7FF'));
        }
        return out.toString();
    }

    private static double floating(Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new double[] {0.0, -0.0, 1, -1, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE}
                        [random.nextInt(7)];
            case 1 -> random.nextInt() / 100.0;
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : random.nextDouble();
            }
        };
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(21)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<@Nullable Long> longs(Random random) {
        List<@Nullable Long> list = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            list.add(random.nextInt(10) == 0 ? null : random.nextLong());
        }
        return list;
    }

    private static Map<String, @Nullable String> texts(Random random) {
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            map.put(name(random), random.nextInt(10) == 0 ? null : text(random));
        }
        return map;
    }

    private static int between(Random random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private static Schema debezium(String name, Schema.Type type) {
        return SchemaBuilder.type(type)
                .name("io.debezium.time." + name)
                .version(1)
                .optional()
                .build();
    }

    private static Struct struct(List<Column> columns) {
        SchemaBuilder builder = SchemaBuilder.struct();
        columns.forEach(column -> builder.field(column.name(), column.schema()));
        Struct struct = new Struct(builder.build());
        columns.forEach(column -> struct.put(column.name(), column.value()));
        return struct;
    }

    private static Map<String, @Nullable Object> map(List<Column> columns) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        columns.forEach(column -> map.put(column.name(), column.value()));
        return map;
    }

    private static SchemaAndValue roundTrip(Struct row, boolean schemas) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", schemas, "decimal.format", "NUMERIC"), false);
            return converter.toConnectData("t", converter.fromConnectData("t", row.schema(), row));
        }
    }
}
