package io.odsconnect.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

    private static final Schema KEY =
            SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT32_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("position", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("scn", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("op", Schema.STRING_SCHEMA)
            .field("source", SOURCE)
            .build();

    // Envelopes

    @Test
    void anEnvelopeWithSchemaIsReadWhole() {
        ChangeEvent event = decode(auto(), envelope("u", row(1, "Ann"), row(1, "Bob"), 42L));
        assertThat(event)
                .isEqualTo(new ChangeEvent(
                        Operation.UPDATE,
                        "ods.BANK.CARD",
                        new Origin("ods.BANK.CARD", 2, 9),
                        Row.of("ID", 1),
                        Row.of("ID", 1, "NAME", "Ann"),
                        Row.of("ID", 1, "NAME", "Bob"),
                        42,
                        1_700_000_000_000_000L));
    }

    @Test
    void anEnvelopeWithoutSchemaIsReadAlike() {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("op", "d");
        value.put("before", Map.of("ID", 1L));
        value.put("after", null);
        value.put("source", Map.of("position", 42L, "ts_us", 5L));
        ChangeEvent event = decode(auto(), record(null, Map.of("ID", 1L), null, value));
        assertThat(event.isDelete()).isTrue();
        assertThat(event.before()).isEqualTo(Row.of("ID", 1L));
        assertThat(event.position()).isEqualTo(42);
        assertThat(event.committedMicros()).isEqualTo(5);
    }

    @Test
    void theRowAfterADeleteIsNotTakenForOne() {
        assertThat(decode(auto(), envelope("d", row(1, "Ann"), row(1, "Ann"), 1L))
                        .after())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"c", "u", "r"})
    void anEnvelopeWithoutTheRowItPutsIsABadRecord(String op) {
        assertBad(auto(), envelope(op, row(1, "secret"), null, 1L), "op " + op, "no row in after");
    }

    @Test
    void aTruncateIsABadRecordThatSaysWhatToDo() {
        assertBad(auto(), envelope("t", null, null, 1L), "truncated", "remove the table's rows");
    }

    @Test
    void aDecodingMessageIsSkipped() {
        assertThat(auto().decode(envelope("m", null, null, 1L))).isNull();
    }

    @Test
    void anUnknownOperationIsABadRecord() {
        assertBad(auto(), envelope("x", null, row(1, "secret"), 1L), "none of r, c, u, d");
    }

    // What is no row

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.debezium.connector.common.Heartbeat",
                "io.debezium.connector.common.TransactionMetadataValue",
                "io.debezium.connector.common.Notification",
                "io.debezium.connector.mysql.SchemaChangeValue"
            })
    void whatAConnectorWritesBesideRowsIsSkippedInAllFormats(String name) {
        Schema schema = SchemaBuilder.struct()
                .name(name)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();
        for (RecordFormat format : RecordFormat.values()) {
            RecordDecoder decoder = new RecordDecoder(format, PositionSource.parse("auto"));
            assertThat(decoder.decode(record(null, null, schema, new Struct(schema).put("ts_ms", 1L))))
                    .isNull();
        }
    }

    @Test
    void aHeartbeatWithoutSchemaIsSkipped() {
        assertThat(auto().decode(record(null, Map.of("serverName", "ods"), null, Map.of("ts_ms", 1L))))
                .isNull();
    }

    @Test
    void jsonReadWithoutItsSchemaIsABadRecordThatNamesTheOption() {
        assertBad(
                auto(),
                record(null, null, null, Map.of("schema", Map.of(), "payload", Map.of("secret", 1))),
                "value.converter.schemas.enable=true");
    }

    @Test
    void aValueThatIsNoRecordIsABadRecord() {
        assertBad(auto(), record(null, null, Schema.STRING_SCHEMA, "secret"), "String", "value.converter");
    }

    @Test
    void theEnvelopeFormatRefusesRows() {
        assertBad(decoder("envelope", "auto"), flat(Map.of("ID", 1L)), "record.format is envelope");
    }

    // Flat rows

    @Test
    void aFlatRowIsOneToBePut() {
        ChangeEvent event = decode(auto(), record(KEY, new Struct(KEY).put("ID", 1), ROW, row(1, "Ann")));
        assertThat(event.operation()).isEqualTo(Operation.UPDATE);
        assertThat(event.after()).isEqualTo(Row.of("ID", 1, "NAME", "Ann"));
        assertThat(event.hasPosition()).isFalse();
    }

    @Test
    void whatAFlatteningTransformAddedIsHonouredAndTakenOut() {
        Map<String, Object> value =
                Map.of("ID", 1L, "__op", "c", "__position", 42L, "__source_ts_ms", 7L, "__table", "CARD");
        ChangeEvent event = decode(auto(), flat(value));
        assertThat(event.operation()).isEqualTo(Operation.CREATE);
        assertThat(event.position()).isEqualTo(42);
        assertThat(event.committedMicros()).isEqualTo(7000);
        assertThat(Objects.requireNonNull(event.after()).columns().names()).containsExactlyInAnyOrder("ID", "__table");
    }

    @Test
    void aRowMarkedAsDeletedIsADelete() {
        ChangeEvent event = decode(auto(), flat(Map.of("ID", 1L, "__deleted", "true")));
        assertThat(event.isDelete()).isTrue();
        assertThat(event.before()).isEqualTo(Row.of("ID", 1L));
        assertThat(decode(auto(), flat(Map.of("ID", 1L, "__deleted", "false"))).isDelete())
                .isFalse();
        assertThat(decode(auto(), flat(Map.of("ID", 1L, "__op", "d"))).isDelete())
                .isTrue();
    }

    @Test
    void theFlatFormatReadsARowThatLooksLikeAnEnvelopeAsARow() {
        Map<String, Object> value = Map.of("op", "c", "after", Map.of("ID", 1L));
        assertThat(Objects.requireNonNull(
                                decode(decoder("flat", "auto"), flat(value)).after())
                        .has("op"))
                .isTrue();
    }

    @Test
    void aKeyThatIsASingleValueBecomesARowOfOne() {
        assertThat(decode(auto(), record(Schema.STRING_SCHEMA, "k", null, Map.of("A", 1L)))
                        .key())
                .isEqualTo(Row.of("key", "k"));
    }

    @Test
    void rowsAndKeysKnowTheSchemasThatTheirRecordHad() {
        Schema flattened = SchemaBuilder.struct()
                .field("ID", Schema.INT32_SCHEMA)
                .field("__op", Schema.STRING_SCHEMA)
                .build();
        ChangeEvent event = decode(
                auto(),
                record(
                        Schema.STRING_SCHEMA,
                        "k",
                        flattened,
                        new Struct(flattened).put("ID", 1).put("__op", "c")));

        Columns row = Objects.requireNonNull(event.after()).columns();
        assertThat(row.names()).containsExactly("ID");
        assertThat(row.schemaOf("ID")).isEqualTo(Schema.INT32_SCHEMA);
        assertThat(row.schemaOf("NAME")).isNull();
        assertThat(Objects.requireNonNull(event.key()).columns().schemaOf("key"))
                .isEqualTo(Schema.STRING_SCHEMA);
        Row without =
                Objects.requireNonNull(decode(auto(), flat(Map.of("ID", 1L))).after());
        assertThat(without.columns().schemaOf("ID")).isNull();
    }

    // Tombstones

    @Test
    void ourTombstonesCarryTheirPositionInAHeader() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("odsconnect.position", 42);
        ChangeEvent event = decode(auto(), tombstone(headers));
        assertThat(event.isDelete()).isTrue();
        assertThat(event.key()).isEqualTo(Row.of("ID", 1));
        assertThat(event.position()).isEqualTo(42);
        assertThat(event.repeatsDelete()).isTrue();
    }

    @Test
    void aTombstoneWithoutPositionIsSkippedWhereTheTopicsEventsHaveOne() {
        RecordDecoder decoder = auto();
        decode(decoder, envelope("d", row(1, "Ann"), null, 42L));
        assertThat(decoder.decode(tombstone(new ConnectHeaders()))).isNull();
        assertThat(decoder("auto", "source.ts_us").decode(tombstone(new ConnectHeaders())))
                .isNull();
    }

    @Test
    void aTombstoneWithoutPositionIsADeleteWhereNothingHasOne() {
        RecordDecoder decoder = auto();
        decode(decoder, envelope("d", row(1, "Ann"), null, null));
        assertThat(decode(decoder, tombstone(new ConnectHeaders())).isDelete()).isTrue();
        assertThat(decode(decoder, tombstone(new ConnectHeaders())).repeatsDelete())
                .isFalse();
        assertThat(decode(decoder("flat", "field:VERSION"), tombstone(new ConnectHeaders()))
                        .hasPosition())
                .isFalse();
        assertThat(decode(new RecordDecoder(RecordFormat.AUTO, PositionSource.none()), tombstone(new ConnectHeaders()))
                        .isDelete())
                .isTrue();
    }

    @Test
    void aRecordOfNothingIsABadRecord() {
        assertBad(auto(), record(null, null, null, null), "neither a key nor a value");
    }

    // Positions

    @ParameterizedTest
    @CsvSource({
        "source.ts_ms, 1700000000000000",
        "source.ts_us, 1700000000000001",
        "source.scn, 77",
        "field:ID, 1",
        "header:at, 5",
        "offset, 9"
    })
    void thePositionIsWhereTheOptionSaysItIs(String from, long expected) {
        Struct source = new Struct(SOURCE)
                .put("ts_ms", 1_700_000_000_000L)
                .put("ts_us", 1_700_000_000_000_001L)
                .put("scn", "77");
        Struct value =
                new Struct(ENVELOPE).put("op", "c").put("after", row(1, "Ann")).put("source", source);
        SinkRecord record = record(KEY, new Struct(KEY).put("ID", 1), ENVELOPE, value);
        record.headers().addInt("at", 5);
        assertThat(decode(decoder("auto", from), record).position()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "source.lsn, no source.lsn",
        "field:NOPE, no field NOPE",
        "header:nope, no header nope",
        "field:NAME, neither a whole 64-bit number nor a date and time"
    })
    void aPositionThatIsNotWhereTheOptionSaysMakesABadRecord(String from, String expected) {
        assertBad(decoder("auto", from), envelope("c", null, row(1, "secret"), null), expected);
    }

    @Test
    void aColumnWithATimestampGivesMicroseconds() {
        Schema at =
                SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
        Schema schema = SchemaBuilder.struct().field("AT", at).build();
        ChangeEvent event = decode(
                decoder("flat", "field:AT"), record(null, null, schema, new Struct(schema).put("AT", 123_456_789L)));
        assertThat(event.position()).isEqualTo(123_456_789L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "source", "source.", "field:", "header:", "ts_us", "Offset"})
    void anUnknownPlaceForThePositionIsRefused(String from) {
        assertThatThrownBy(() -> PositionSource.parse(from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("source.ts_us");
    }

    private static RecordDecoder auto() {
        return decoder("auto", "auto");
    }

    private static RecordDecoder decoder(String format, String positionFrom) {
        return new RecordDecoder(RecordFormat.of(format), PositionSource.parse(positionFrom));
    }

    private static ChangeEvent decode(RecordDecoder decoder, SinkRecord record) {
        return Objects.requireNonNull(decoder.decode(record));
    }

    private static void assertBad(RecordDecoder decoder, SinkRecord record, String... sentences) {
        assertThatThrownBy(() -> decoder.decode(record))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(sentences)
                .hasMessageNotContaining("secret");
    }

    private static Struct row(int id, String name) {
        return new Struct(ROW).put("ID", id).put("NAME", name);
    }

    private static SinkRecord envelope(
            String op, @Nullable Struct before, @Nullable Struct after, @Nullable Long position) {
        Struct source = new Struct(SOURCE).put("position", position).put("ts_ms", 1_700_000_000_000L);
        Struct value = new Struct(ENVELOPE)
                .put("op", op)
                .put("before", before)
                .put("after", after)
                .put("source", source);
        return record(KEY, new Struct(KEY).put("ID", 1), ENVELOPE, value);
    }

    private static SinkRecord flat(Map<String, Object> value) {
        return record(null, Map.of("ID", 1L), null, value);
    }

    private static SinkRecord tombstone(ConnectHeaders headers) {
        return new SinkRecord(
                "ods.BANK.CARD",
                2,
                KEY,
                new Struct(KEY).put("ID", 1),
                null,
                null,
                9,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    private static SinkRecord record(
            @Nullable Schema keySchema, @Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("ods.BANK.CARD", 2, keySchema, key, schema, value, 9);
    }
}
