package io.odsconnect.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.value.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an envelope though it cannot be read, and what is a row though it looks like one. */
class EnvelopeShapesTest {

    private static final String SECRET = "4111111111111111";
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").optional().build();
    private static final Schema SOURCE =
            SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    private static final Schema ROW =
            SchemaBuilder.struct().optional().field("ID", Schema.INT64_SCHEMA).build();
    private static final Schema DESCRIPTION =
            SchemaBuilder.struct().optional().field("updatedFields", JSON).build();

    private static final Schema MONGO = SchemaBuilder.struct()
            .name("ods.bank.card.Envelope")
            .field("before", JSON)
            .field("after", JSON)
            .field("updateDescription", DESCRIPTION)
            .field("source", SOURCE)
            .field("op", Schema.OPTIONAL_STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema OLD_MONGO = SchemaBuilder.struct()
            .name("ods.bank.card.Envelope")
            .field("after", JSON)
            .field("patch", JSON)
            .field("filter", JSON)
            .field("source", SOURCE)
            .field("op", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"r", "c", "u", "d"})
    void aDocumentStoresEventIsABadRecordWhateverItTells(String op) {
        for (Schema schema : List.of(MONGO, OLD_MONGO)) {
            Struct value = new Struct(schema).put("op", op).put("source", source());
            assertBad(schema, value, "not rows", "ExtractNewDocumentState");
            assertBad(schema, value.put("after", document()), "not rows", "ExtractNewDocumentState");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "c", "u", "d"})
    void aDocumentStoresEventWithoutASchemaIsABadRecordWhateverItTells(String op) {
        for (String other : List.of("updateDescription", "patch")) {
            for (String image : List.of("before", "after")) {
                Map<String, @Nullable Object> value = new HashMap<>();
                value.put("op", op);
                value.put("before", null);
                value.put("after", null);
                value.put(other, null);
                value.put("source", Map.of("ts_ms", 1L));
                assertBad(null, value, "not rows");
                value.put(image, document());
                assertBad(null, value, "not rows");
                value.remove(other);
                assertBad(null, value, "not rows");
            }
        }
    }

    static List<Schema> noRows() {
        return List.of(
                Schema.OPTIONAL_STRING_SCHEMA,
                Schema.OPTIONAL_BYTES_SCHEMA,
                Schema.OPTIONAL_INT64_SCHEMA,
                SchemaBuilder.array(ROW).optional().build(),
                SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build());
    }

    @ParameterizedTest
    @MethodSource("noRows")
    void anEnvelopeWhoseRowsAreNoneIsABadRecord(Schema image) {
        for (boolean beforeIsRow : new boolean[] {true, false}) {
            Schema schema = SchemaBuilder.struct()
                    .field("before", beforeIsRow ? ROW : image)
                    .field("after", image)
                    .field("op", Schema.STRING_SCHEMA)
                    .field("source", SOURCE)
                    .build();
            assertBad(schema, new Struct(schema).put("op", "d").put("source", source()), "not rows");
        }
    }

    @Test
    void anEnvelopeWithoutASchemaWhoseRowsAreNoneIsABadRecord() {
        for (Object image : new Object[] {SECRET, new byte[] {4, 1}, 4111L, List.of(Map.of("ID", 1L)), true}) {
            for (String op : List.of("r", "c", "u", "d")) {
                assertBad(null, Map.of("op", op, "after", image, "source", Map.of()), "not rows");
                assertBad(null, Map.of("op", op, "before", image, "source", Map.of()), "not rows");
                assertBad(null, Map.of("op", op, "before", image, "after", image), "not rows");
                assertBad(null, Map.of("op", op, "before", image, "after", Map.of("ID", 1L)), "not rows");
            }
        }
    }

    @Test
    void anOpThatIsNoTextIsABadRecord() {
        for (Schema op : List.of(Schema.INT32_SCHEMA, Schema.BYTES_SCHEMA, ROW)) {
            Schema schema = SchemaBuilder.struct()
                    .field("before", ROW)
                    .field("after", ROW)
                    .field("op", op)
                    .build();
            Object value = op == ROW
                    ? new Struct(ROW).put("ID", 1L)
                    : op == Schema.BYTES_SCHEMA ? (Object) new byte[] {99} : (Object) 99;
            assertBad(schema, new Struct(schema).put("op", value).put("after", row()), "op is a", "no text");
        }
        for (Object op : new Object[] {1, true, new byte[] {99}, List.of("c"), Map.of()}) {
            assertBad(null, Map.of("op", op, "after", Map.of("ID", 1L), "source", Map.of()), "op is a", "no text");
        }
    }

    @Test
    void anEnvelopeWithoutAnOpIsABadRecord() {
        Schema named = SchemaBuilder.struct()
                .name("ods.bank.card.Envelope")
                .field("after", ROW)
                .build();
        assertBad(named, new Struct(named).put("after", row()), "has no op", "record.format=flat");
        assertBad(MONGO_ROWS, new Struct(MONGO_ROWS).put("after", row()).put("source", source()), "has no op");
        assertBad(null, Map.of("before", Map.of(), "after", Map.of("ID", 1L), "source", Map.of()), "has no op");
        Map<String, @Nullable Object> value = new HashMap<>(Map.of("after", Map.of("ID", 1L)));
        value.put("op", null);
        assertBad(null, value, "has no op");
    }

    private static final Schema MONGO_ROWS = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    @Test
    void aTableMayHaveColumnsThatAreCalledLikeThoseOfAnEnvelope() {
        Schema audit = SchemaBuilder.struct()
                .field("ID", Schema.INT64_SCHEMA)
                .field("op", Schema.STRING_SCHEMA)
                .field("before", Schema.OPTIONAL_STRING_SCHEMA)
                .field("after", Schema.OPTIONAL_STRING_SCHEMA)
                .field("source", Schema.STRING_SCHEMA)
                .build();
        Struct row = new Struct(audit)
                .put("ID", 1L)
                .put("op", "sale")
                .put("after", "x")
                .put("source", "web");
        assertThat(row(audit, row).columns().names()).containsExactly("ID", "op", "before", "after", "source");
        assertThat(row(null, Map.of("ID", 1L, "op", "sale", "after", "x")).size())
                .isEqualTo(3);
        assertThat(row(null, Map.of("ID", 1L, "after", Map.of("x", 1L))).size()).isEqualTo(2);
        assertThat(row(null, new HashMap<>(Map.of("op", "sale"))).size()).isEqualTo(1);
        assertThat(row(null, Map.of("ID", 1L, "op", "sale", "source", Map.of("app", "web")))
                        .size())
                .isEqualTo(3);
    }

    @Test
    void theFlatFormatReadsAllOfThemAsRows() {
        RecordDecoder flat = new RecordDecoder(RecordFormat.FLAT, PositionSource.none());
        Struct value = new Struct(MONGO).put("op", "d").put("source", source());
        List<SinkRecord> records = new ArrayList<>(List.of(
                record(MONGO, value),
                record(null, Map.of("op", 1, "after", Map.of())),
                record(null, Map.of("op", "c", "before", "x", "after", "y"))));
        assertThat(records)
                .allSatisfy(record -> assertThat(
                                Objects.requireNonNull(flat.decode(record)).after())
                        .isNotNull());
    }

    @Test
    void aRowThatSaysInAnotherWayWhatHappenedToItIsABadRecord() {
        assertBad(null, Map.of("ID", 1L, "__op", 1L), "__op is a Long and no text");
        assertBad(null, Map.of("ID", 1L, "__deleted", SECRET), "__deleted is neither true nor false");
        assertBad(null, Map.of("ID", 1L, "__deleted", 1L), "__deleted is neither true nor false");
    }

    @Test
    void namesThatAreNoTextsAreABadRecord() {
        Map<Object, Object> value = new HashMap<>();
        value.put("op", "c");
        value.put("before", null);
        value.put(null, 1);
        assertBad(null, value, "key that is no string");
    }

    private static String document() {
        return "{\"card\":\"" + SECRET + "\"}";
    }

    private static Struct source() {
        return new Struct(SOURCE).put("ts_ms", 1L);
    }

    private static Struct row() {
        return new Struct(ROW).put("ID", 1L);
    }

    private static SinkRecord record(@Nullable Schema schema, Object value) {
        return new SinkRecord("ods.bank.card", 0, null, Map.of("ID", 1L), schema, value, 0);
    }

    private static Row row(@Nullable Schema schema, Object value) {
        ChangeEvent event = Objects.requireNonNull(decoder().decode(record(schema, value)));
        return Objects.requireNonNull(event.after());
    }

    private static RecordDecoder decoder() {
        return new RecordDecoder(RecordFormat.AUTO, PositionSource.parse("auto"));
    }

    private static void assertBad(@Nullable Schema schema, Object value, String... sentences) {
        assertThatThrownBy(() -> decoder().decode(record(schema, value)))
                .as(() -> Arrays.toString(sentences))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(sentences)
                .hasMessageNotContaining(SECRET);
    }
}
