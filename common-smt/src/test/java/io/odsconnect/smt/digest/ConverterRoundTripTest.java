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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/** Any row keeps its digest in any order of its fields and through Kafka's JSON converter. */
class ConverterRoundTripTest {

    /** A column: a name, a schema and a value. */
    record Column(String name, Schema schema, @Nullable Object value) {

        @Override
        public String toString() {
            return name + " " + schema.type() + " " + schema.name() + " = " + value;
        }
    }

    private final RowDigest digest =
            new DigestOptions(new AbstractConfig(RecordDigest.CONFIG_DEF, Map.of(), false)).rowDigest();

    @Property(tries = 300)
    void theOrderOfFieldsDoesNotCount(@ForAll("rows") List<Column> columns, @ForAll long seed) {
        List<Column> shuffled = new ArrayList<>(columns);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(digest.of(null, struct(shuffled))).isEqualTo(digest.of(null, struct(columns)));
        assertThat(digest.of(null, map(shuffled))).isEqualTo(digest.of(null, map(columns)));
    }

    @Property(tries = 300)
    void nullColumnsDoNotCount(@ForAll("rows") List<Column> columns) {
        List<Column> present =
                columns.stream().filter(column -> column.value() != null).toList();
        assertThat(digest.of(null, struct(present))).isEqualTo(digest.of(null, struct(columns)));
    }

    @Property(tries = 300)
    void jsonWithSchemaKeepsTheDigest(@ForAll("rows") List<Column> columns) {
        Struct row = struct(columns);
        SchemaAndValue read = roundTrip(row, true);
        assertThat(digest.of(read.schema(), read.value())).isEqualTo(digest.of(null, row));
    }

    @Property(tries = 300)
    void jsonWithoutSchemaKeepsTheDigestWithDecimalsAsNumbers(@ForAll("rowsForPlainJson") List<Column> columns) {
        Struct row = struct(columns);
        SchemaAndValue read = roundTrip(row, false);
        assertThat(read.schema()).isNull();
        assertThat(digest.of(null, read.value())).isEqualTo(digest.of(null, row));
    }

    @Property(tries = 300)
    void aColumnThatChangesChangesTheDigest(
            @ForAll("rows") List<Column> columns, @ForAll("values") Column other, @ForAll int index) {
        if (columns.isEmpty()) {
            return;
        }
        List<Column> changed = new ArrayList<>(columns);
        Column old = columns.get(Math.floorMod(index, columns.size()));
        Column replaced = new Column(old.name(), other.schema(), other.value());
        changed.set(Math.floorMod(index, columns.size()), replaced);
        boolean same = digest.of(null, struct(List.of(old))).equals(digest.of(null, struct(List.of(replaced))));
        assertThat(digest.of(null, struct(changed)).equals(digest.of(null, struct(columns))))
                .isEqualTo(same);
    }

    @Provide
    Arbitrary<List<Column>> rows() {
        return rowsOf(values());
    }

    /** Java 17 prints some floats with more digits than needed, and without a schema they are read back as doubles. */
    @Provide
    Arbitrary<List<Column>> rowsForPlainJson() {
        return rowsOf(columns(Arbitraries.integers().between(-999_999, 999_999).map(number -> number / 1000f)));
    }

    @Provide
    Arbitrary<Column> values() {
        return columns(Arbitraries.floats());
    }

    private static Arbitrary<List<Column>> rowsOf(Arbitrary<Column> columns) {
        return columns.list().ofMaxSize(12).uniqueElements(Column::name);
    }

    private static Arbitrary<Column> columns(Arbitrary<Float> floats) {
        // JSON cannot carry half a surrogate pair.
        Arbitrary<String> names = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("_é€")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> texts =
                Arbitraries.strings().withCharRange(' ', '\uD7FF').ofMaxLength(20);
        Arbitrary<Column> columns = Arbitraries.oneOf(
                of(Schema.OPTIONAL_STRING_SCHEMA, texts),
                of(Schema.OPTIONAL_BOOLEAN_SCHEMA, Arbitraries.of(true, false)),
                of(Schema.OPTIONAL_INT16_SCHEMA, Arbitraries.shorts()),
                of(Schema.OPTIONAL_INT32_SCHEMA, Arbitraries.integers()),
                of(Schema.OPTIONAL_INT64_SCHEMA, Arbitraries.longs()),
                of(Schema.OPTIONAL_FLOAT32_SCHEMA, floats),
                of(Schema.OPTIONAL_FLOAT64_SCHEMA, Arbitraries.doubles()),
                of(
                        Schema.OPTIONAL_BYTES_SCHEMA,
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(20)),
                of(
                        Decimal.builder(2).optional().build(),
                        Arbitraries.longs()
                                .between(-999_999_999_999_999L, 999_999_999_999_999L)
                                .map(unscaled -> BigDecimal.valueOf(unscaled, 2))),
                of(debezium("Date", Schema.Type.INT32), Arbitraries.integers().between(-700_000, 2_900_000)),
                of(
                        debezium("MicroTimestamp", Schema.Type.INT64),
                        Arbitraries.longs().between(-62_135_596_800_000_000L, 253_402_300_799_999_999L)),
                of(
                        SchemaBuilder.array(Schema.OPTIONAL_INT64_SCHEMA)
                                .optional()
                                .build(),
                        Arbitraries.longs().injectNull(0.1).list().ofMaxSize(4)),
                of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .optional()
                                .build(),
                        Arbitraries.maps(names, texts.injectNull(0.1)).ofMaxSize(4)));
        return Combinators.combine(names, columns)
                .as((name, column) -> new Column(name, column.schema(), column.value()));
    }

    private static Arbitrary<Column> of(Schema schema, Arbitrary<?> values) {
        return values.injectNull(0.1).map(value -> new Column("", schema, value));
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
