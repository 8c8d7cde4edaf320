package io.odsconnect.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tombstone means, by what was read before it. The table of {@code docs/sink-engine.md}, row by row. */
class TombstonesTest {

    private static final String TOPIC = "ods.BANK.CARD";
    private static final int NO_HEADER = -1;

    private long nextOffset;

    @ParameterizedTest
    @CsvSource({
        "auto, envelope",
        "auto, flat",
        "auto, auto",
        "source.ts_ms, auto",
        "source.ts_us, flat",
        "source.lsn, envelope",
        "field:VERSION, auto",
        "field:VERSION, flat",
        "header:at, auto",
        "none, auto",
        "none, flat"
    })
    void theFirstThatIsReadIsADelete(String from, String format) {
        assertDelete(decoder(from, format).decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, auto",
        "auto, envelope",
        "source.ts_ms, auto",
        "source.lsn, envelope",
        "source.position, auto",
        "field:VERSION, auto",
        "none, auto"
    })
    void afterTheDeleteOfItsKeyInAnEnvelopeItIsSkipped(String from, String format) {
        RecordDecoder decoder = decoder(from, format);
        decode(decoder, envelope("c", 1));
        decode(decoder, envelope("d", 1));
        assertThat(decoder.decode(tombstone(1))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "auto, auto",
        "auto, flat",
        "source.ts_ms, auto",
        "source.ts_ms, flat",
        "source.lsn, flat",
        "field:VERSION, flat",
        "none, flat"
    })
    void afterARowMarkedAsDeletedItIsSkipped(String from, String format) {
        RecordDecoder decoder = decoder(from, format);
        decode(decoder, flat(1, "false"));
        decode(decoder, flat(1, "true"));
        assertThat(decoder.decode(tombstone(1))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "source.ts_ms", "source.ts_us", "source.lsn", "field:VERSION", "none"})
    void afterARowThatWasFlattenedItIsTheDeleteThatFlatteningDropped(String from) {
        for (String format : List.of("auto", "flat")) {
            RecordDecoder decoder = decoder(from, format);
            decode(decoder, flat(1, null));
            assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "source.ts_ms", "source.ts_us", "source.lsn", "field:VERSION", "none"})
    void afterAnEnvelopeThatIsNoDeleteItIsTheDeleteThatCompactionRemoved(String from) {
        RecordDecoder decoder = decoder(from, "auto");
        decode(decoder, envelope("u", 1));
        nextOffset += 7;
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, odsconnect.position, 42, 42",
        "source.position, odsconnect.position, 42, 42",
        "source.ts_ms, __source_ts_ms, 42, 42000",
        "source.lsn, __source_lsn, 42, 42",
        "header:at, at, 42, 42"
    })
    void withAPositionOfItsOwnItIsADeleteAtThatWhateverWasRead(String from, String header, long value, long expected) {
        RecordDecoder decoder = decoder(from, "auto");
        ChangeEvent first = assertDelete(decoder.decode(tombstone(1, header, value)), expected);
        assertThat(first.repeatsDelete()).isFalse();
        decode(decoder, header(envelope("d", 1), "at", 41));
        ChangeEvent second = assertDelete(decoder.decode(tombstone(1, header, value)), expected);
        assertThat(second.repeatsDelete()).isTrue();
        ChangeEvent third = assertDelete(decoder.decode(tombstone(1, header, value)), expected);
        assertThat(third.repeatsDelete()).isFalse();
    }

    @Test
    void oursRepeatsADeleteThatTheLastReaderOfThePartitionHasReadWhereItIsTheFirstRecordSinceTheAssignment() {
        RecordDecoder decoder = decoder("auto", "auto");
        SinkRecord first = tombstone(1, "odsconnect.position", 42);
        decoder.assigned(List.of(new TopicPartition(first.topic(), first.kafkaPartition())));
        assertThat(assertDelete(decoder.decode(first), 42).repeatsDelete()).isTrue();
        assertThat(assertDelete(decoder.decode(tombstone(1, "odsconnect.position", 43)), 43)
                        .repeatsDelete())
                .isFalse();
        decoder.assigned(List.of(new TopicPartition(first.topic(), first.kafkaPartition())));
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @Test
    void withTheOffsetForPositionItIsADeleteAtThat() {
        RecordDecoder decoder = decoder("offset", "auto");
        decode(decoder, envelope("d", 1));
        assertDelete(decoder.decode(tombstone(1)), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source.ts_ms", "source.ts_us", "source.lsn", "field:VERSION"})
    void ourPositionIsNotTakenForOneOfAnotherKind(String from) {
        assertDelete(decoder(from, "auto").decode(tombstone(1, "odsconnect.position", 42)), ChangeEvent.NO_POSITION);
    }

    // What is known for the repeat of a delete

    @Test
    void otherKeysAndRecordsThatAreNoRowsMayComeBetween() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        decode(decoder, envelope("d", 1));
        decode(decoder, envelope("d", 2));
        decode(decoder, envelope("c", 3));
        assertThat(decoder.decode(record(9, Map.of("ts_ms", 1L)))).isNull();
        nextOffset += 2;
        assertThat(decoder.decode(tombstone(1))).isNull();
        assertThat(decoder.decode(tombstone(2))).isNull();
        assertDelete(decoder.decode(tombstone(3)), ChangeEvent.NO_POSITION);
    }

    @Test
    void aSecondTombstoneIsAnotherDelete() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        decode(decoder, envelope("d", 1));
        assertThat(decoder.decode(tombstone(1))).isNull();
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @Test
    void aRowThatCameBackIsDeletedAgain() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        decode(decoder, envelope("d", 1));
        decode(decoder, envelope("c", 1));
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @Test
    void aGapMayHaveHiddenThatTheRowCameBack() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        decode(decoder, envelope("d", 1));
        nextOffset += 3;
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @Test
    void aRewindForgetsWhatIsReadAgain() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        decode(decoder, envelope("c", 1));
        decode(decoder, envelope("d", 1));
        nextOffset = 1;
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @Test
    void partitionsAreKeptApart() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        decode(decoder, envelope("d", 1));
        assertDelete(
                decoder.decode(new SinkRecord(TOPIC, 3, null, Map.of("ID", 1L), null, null, nextOffset)),
                ChangeEvent.NO_POSITION);
        assertThat(decoder.decode(tombstone(1))).isNull();
    }

    @Test
    void aDeleteThatCouldNotBeReadIsNotRepeatedButDone() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        SinkRecord delete = record(1, Map.of("op", "d", "before", Map.of("ID", 1L), "source", Map.of()));
        assertThatThrownBy(() -> decoder.decode(delete))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("source.lsn");
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    @Test
    void aKeyThatATransformMadeFromTheRowOfTheDeleteRightBeforeMakesItNoOther() {
        RecordDecoder decoder = decoder("source.lsn", "auto");
        Map<String, Object> value =
                Map.of("op", "d", "before", Map.of("ID", 1L, "CARD_NO", "c"), "source", Map.of("lsn", 1L));
        decode(decoder, new SinkRecord(TOPIC, 2, null, Map.of("CARD_NO", "c"), null, value, nextOffset++));
        assertThat(decoder.decode(tombstone(1))).isNull();
        assertDelete(decoder.decode(tombstone(1)), ChangeEvent.NO_POSITION);
    }

    private static ChangeEvent assertDelete(@Nullable ChangeEvent event, long position) {
        ChangeEvent delete = Objects.requireNonNull(event, "skipped");
        assertThat(delete.isDelete()).isTrue();
        assertThat(delete.position()).isEqualTo(position);
        assertThat(delete.before()).isNull();
        return delete;
    }

    private static RecordDecoder decoder(String from, String format) {
        return new RecordDecoder(RecordFormat.of(format), PositionSource.parse(from));
    }

    private static void decode(RecordDecoder decoder, SinkRecord record) {
        Objects.requireNonNull(decoder.decode(record));
    }

    private SinkRecord envelope(String op, long id) {
        Map<String, Object> row = Map.of("ID", id, "VERSION", 5L);
        Map<String, Object> value = new HashMap<>();
        value.put("op", op);
        value.put(op.equals("d") ? "before" : "after", row);
        value.put("source", Map.of("position", 10L, "lsn", 10L, "ts_ms", 10L, "ts_us", 10L));
        return header(record(id, value), "at", 10);
    }

    private SinkRecord flat(long id, @Nullable String deleted) {
        Map<String, Object> value = new HashMap<>(Map.of("ID", id, "VERSION", 5L));
        value.put("__source_ts_ms", 10L);
        value.put("__source_ts_us", 10L);
        value.put("__source_lsn", 10L);
        if (deleted != null) {
            value.put("__deleted", deleted);
        }
        return record(id, value);
    }

    private SinkRecord record(long id, Object value) {
        return new SinkRecord(TOPIC, 2, null, Map.of("ID", id), null, value, nextOffset++);
    }

    private SinkRecord tombstone(long id) {
        return tombstone(id, "", NO_HEADER);
    }

    private SinkRecord tombstone(long id, String header, long value) {
        ConnectHeaders headers = new ConnectHeaders();
        if (value != NO_HEADER) {
            headers.add(header, value, Schema.INT64_SCHEMA);
        }
        return new SinkRecord(
                TOPIC,
                2,
                null,
                Map.of("ID", id),
                null,
                null,
                nextOffset++,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    private static SinkRecord header(SinkRecord record, String name, long value) {
        record.headers().addLong(name, value);
        return record;
    }
}
