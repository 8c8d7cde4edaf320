package io.odsconnect.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
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
                "io.debezium.connector.mysql.SchemaChangeValue",
                "io.debezium.connector.postgresql.MessageValue"
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

    @Test
    void whatFlatteningAddsForThePositionsSakeIsNoColumn() {
        ChangeEvent event =
                decode(decoder("auto", "source.lsn"), flat(Map.of("ID", 1L, "__source_lsn", 7L, "__source_txId", 3L)));
        assertThat(event.position()).isEqualTo(7);
        assertThat(Objects.requireNonNull(event.after()).columns().names())
                .containsExactlyInAnyOrder("ID", "__source_txId");
    }

    @Test
    void aFlatRowMayHaveItsPositionInTheHeaderThatFlatteningAdds() {
        SinkRecord record = flat(Map.of("ID", 1L));
        record.headers().addLong("__source_ts_ms", 7);
        assertThat(decode(decoder("auto", "source.ts_ms"), record).position()).isEqualTo(7000);
    }

    @ParameterizedTest
    @CsvSource({
        "source.ts_ms, 9223372036854775807",
        "source.ts_ms, -9223372036854775808",
        "source.ts_ms, 9223372036854776",
        "source.scn, 9223372036854775808",
        "source.scn, -9223372036854775808",
        "source.scn, 1e3"
    })
    void aPositionThatDoesNotFitIsABadRecord(String from, String value) {
        Map<String, Object> source = Map.of(from.substring(7), value.contains("e") ? value : number(value));
        Map<String, Object> event = Map.of("op", "c", "after", Map.of("ID", 1L), "source", source);
        assertThatThrownBy(() -> decoder("auto", from).decode(flat(event)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The position in " + from)
                .hasMessageNotContaining(value);
    }

    private static Object number(String value) {
        BigInteger number = new BigInteger(value);
        return number.bitLength() < 64 ? (Object) number.longValue() : new BigDecimal(number);
    }

    @Test
    void aCommitTimeThatDoesNotFitIsNone() {
        for (long millis : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 1000 + 1}) {
            Map<String, Object> value =
                    Map.of("op", "c", "after", Map.of("ID", 1L), "source", Map.of("position", 1L, "ts_ms", millis));
            assertThat(decode(auto(), record(null, Map.of("ID", 1L), null, value))
                            .committedMicros())
                    .isEqualTo(ChangeEvent.NO_TIME);
        }
    }

    @Test
    void aTimestampThatDoesNotFitIsNoPosition() {
        Schema at = SchemaBuilder.int64().name("io.debezium.time.Timestamp").build();
        Schema schema = SchemaBuilder.struct().field("AT", at).build();
        assertBad(
                decoder("flat", "field:AT"),
                record(null, null, schema, new Struct(schema).put("AT", Long.MAX_VALUE - 1)),
                "The position in field AT");
    }

    // Deletes at the position of a column

    @Test
    void aDeleteAtTheVersionOfItsRowIsNewerThanThatVersion() {
        Map<String, Object> row = Map.of("ID", 1L, "VERSION", 5L);
        Map<String, Object> marked = Map.of("ID", 1L, "VERSION", 5L, "__deleted", "true");
        RecordDecoder decoder = decoder("auto", "field:VERSION");
        assertThat(decode(decoder, flat(row)).position()).isEqualTo(5);
        assertThat(decode(decoder, flat(marked)).position()).isEqualTo(6);
        assertThat(decode(decoder, flat(Map.of("op", "d", "before", row, "source", Map.of())))
                        .position())
                .isEqualTo(6);
        assertThat(decode(decoder, flat(Map.of("op", "u", "before", row, "after", row, "source", Map.of())))
                        .position())
                .isEqualTo(5);
    }

    @Test
    void aDeleteThatTellsTheKeyAloneHasNoVersion() {
        Map<String, Object> key = Map.of("ID", 1L);
        RecordDecoder decoder = decoder("auto", "field:VERSION");
        ChangeEvent event = decode(decoder, flat(Map.of("op", "d", "before", key, "source", Map.of())));
        assertThat(event.isDelete()).isTrue();
        assertThat(event.hasPosition()).isFalse();
        assertThat(decode(decoder, flat(Map.of("op", "d", "source", Map.of("x", 1))))
                        .hasPosition())
                .isFalse();
        assertThat(decode(decoder, flat(Map.of("ID", 1L, "__deleted", "true"))).hasPosition())
                .isFalse();
        assertBad(decoder, flat(key), "no field VERSION");
    }

    @Test
    void aDeleteOfTheLastVersionThereCanBeIsABadRecord() {
        assertBad(
                decoder("auto", "field:VERSION"),
                flat(Map.of("ID", 1L, "VERSION", Long.MAX_VALUE, "__deleted", "true")),
                "The position in field VERSION does not fit");
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

    private static SinkRecord record(
            @Nullable Schema keySchema, @Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("ods.BANK.CARD", 2, keySchema, key, schema, value, 9);
    }
}
