package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // Connect's Timestamp is a java.util.Date.
class InsertMetadataTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:34:57.123456Z");

    private static <R extends ConnectRecord<R>> R apply(R record, Map<String, String> options) {
        try (InsertMetadata<R> metadata = new InsertMetadata.Value<>(Clock.fixed(NOW, ZoneOffset.UTC))) {
            metadata.configure(options);
            return metadata.apply(record);
        }
    }

    private static <R extends ConnectRecord<R>> @Nullable Object header(R record, String what) {
        return Samples.header(apply(record, Map.of("headers", "h:" + what)), "h");
    }

    private static Struct change() {
        return Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00"));
    }

    @Test
    void anEnvelopeTellsItAllWithSchemaAndWithout() {
        Map<String, Object> expected = new HashMap<>();
        expected.put("event.time", new Date((Samples.POSITION - 12) / 1000));
        expected.put("event.time.us", Samples.POSITION - 12);
        expected.put("processing.time", Date.from(NOW));
        expected.put("processing.time.us", 1_795_264_497_123_456L);
        expected.put("operation", "u");
        expected.put("source.name", "ods");
        expected.put("source.schema", "BANK");
        expected.put("source.table", "CARD");
        expected.put("source.commit_lsn", "\"0000:0001:002a\"");
        expected.put("source.position", Samples.POSITION);
        expected.put("static:a:b", "a:b");
        Map<String, @Nullable Object> map = Samples.envelopeMap("u", Samples.cardMap(1), Samples.cardMap(2));
        expected.forEach((what, value) -> {
            assertThat(header(Samples.sourceRecord(change()), what)).as(what).isEqualTo(value);
            assertThat(header(Samples.sinkRecord(map), what)).as(what).isEqualTo(value);
        });
        assertThat(header(Samples.sinkRecord(change()), "schema.version")).isEqualTo(1);
        assertThat(header(Samples.sinkRecord(change()), "hostname")).asString().isNotEmpty();
    }

    @Test
    void aFlattenedRowTellsItByTheFieldsThatFlatteningAdds() {
        Map<String, @Nullable Object> row = Samples.cardMap(1);
        row.put("__op", "c");
        row.put("__position", 7L);
        row.put("__source_table", "CARD");
        row.put("__source_ts_ms", 5L);
        SinkRecord record = Samples.sinkRecord(row);
        assertThat(header(record, "operation")).isEqualTo("c");
        assertThat(header(record, "source.position")).isEqualTo(7L);
        assertThat(header(record, "source.table")).isEqualTo("CARD");
        assertThat(header(record, "event.time.us")).isEqualTo(5000L);
        row.put("__deleted", "true");
        assertThat(header(record, "operation")).isEqualTo("d");
    }

    @Test
    void whatARecordDoesNotTellIsLeftOutOfTheHeadersAndNullInTheFields() {
        SinkRecord record = Samples.sinkRecord(Samples.cardMap(1));
        SinkRecord result =
                apply(record, Map.of("headers", "op:operation,t:source.table", "fields", "OP:operation,E:static:x"));
        assertThat(result.headers()).isEmpty();
        Map<String, @Nullable Object> expected = new LinkedHashMap<>(Samples.cardMap(1));
        expected.put("OP", null);
        expected.put("E", "x");
        assertThat(result.value()).isEqualTo(expected);
        assertThat(record.value()).isEqualTo(Samples.cardMap(1));
    }

    @Test
    void fieldsGoIntoBothRowsOfAnEnvelopeInTheOrderOfTheOption() {
        SinkRecord result =
                apply(Samples.sinkRecord(change()), Map.of("fields", "OP:operation,AT:processing.time,ID:uuid.random"));
        Struct value = (Struct) result.value();
        value.validate();
        Struct after = value.getStruct("after");
        assertThat(after.get("OP")).isEqualTo("u");
        assertThat(after.get("AT")).isEqualTo(Date.from(NOW));
        assertThat(after.schema().field("AT").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(after.get("ID")).isEqualTo(value.getStruct("before").get("ID"));
        assertThat(after.schema().fields().stream().map(Field::name)).endsWith("OP", "AT", "ID");
        assertThat(after.get("CLIENT_ID")).isEqualTo(1042L);
    }

    @Test
    void aStableUuidIsTheSameAtEachDeliveryAndAnotherForAnotherEvent() {
        Object id = header(Samples.sourceRecord(change()), "uuid.stable");
        assertThat(header(Samples.sourceRecord(change()), "uuid.stable")).isEqualTo(id);
        assertThat(UUID.fromString(String.valueOf(id)).version()).isEqualTo(8);
        Struct later = change();
        later.getStruct("source").put("position", Samples.POSITION + 1);
        assertThat(header(Samples.sourceRecord(later), "uuid.stable")).isNotEqualTo(id);
        // It comes from the event, not from where the record stands: the same in the source and in each sink.
        assertThat(header(Samples.sinkRecord(change()), "uuid.stable")).isEqualTo(id);
    }

    @Test
    void aStableUuidIsTheOneThatThePageDescribes() {
        SinkRecord record = new SinkRecord("t", 3, Schema.STRING_SCHEMA, "k", null, Samples.cardMap(1), 7);
        // Computed by hand in Python: sha256 of 01 'a' 3: 's' "t", 's' "k", 'a' 3: 's' "t", 'd' "3E0", 'd' "7E0".
        assertThat(header(record, "uuid.stable")).isEqualTo("02c96484-0a0b-83f0-b94b-a6a2b3cbc0be");
    }

    @Test
    void withoutAPositionAStableUuidIsOfTheRecordsPlace() {
        SinkRecord first = new SinkRecord("t", 0, null, null, null, Samples.cardMap(1), 7);
        SinkRecord second = new SinkRecord("t", 0, null, null, null, Samples.cardMap(1), 8);
        SinkRecord renamed = first.newRecord("t2", 0, null, null, null, Samples.cardMap(1), null);
        assertThat(header(first, "uuid.stable")).isNotEqualTo(header(second, "uuid.stable"));
        assertThat(header(renamed, "uuid.stable")).isNotEqualTo(header(second, "uuid.stable"));
        SourceRecord read = new SourceRecord(Map.of("f", "a"), Map.of("line", 1L), "t", null, Samples.cardMap(1));
        SourceRecord next = new SourceRecord(Map.of("f", "a"), Map.of("line", 2L), "t", null, Samples.cardMap(1));
        assertThat(header(read, "uuid.stable")).isNotEqualTo(header(next, "uuid.stable"));
    }

    /** As Debezium's connectors write them, and a sink reads them: one behind the other, without a position. */
    @Test
    void aDeleteAndItsTombstoneHaveOneStableUuidAndNoOtherEventHasIt() {
        for (Object position : new @Nullable Object[] {null, Samples.POSITION}) {
            Struct deleted = change().put("op", "d").put("after", null);
            deleted.getStruct("source").put("position", position);
            Object delete = keyHeader(at(deleted, 41));
            SinkRecord tombstone = at(null, 42);
            if (position != null) {
                tombstone.headers().addLong("odsconnect.position", Samples.POSITION);
            }
            assertThat(keyHeader(tombstone)).isEqualTo(delete);
            assertThat(keyHeader(at(null, 43)).equals(delete)).isFalse();
            Struct updated = change();
            updated.getStruct("source").put("position", null);
            assertThat(keyHeader(at(updated, 41))).isNotEqualTo(delete);
            assertThat(keyHeader(at(updated, 42))).isNotEqualTo(delete);
        }
    }

    private static SinkRecord at(@Nullable Struct value, long offset) {
        Struct key = new Struct(Samples.KEY).put("CARD_NO", "4000001234567899");
        return new SinkRecord(Samples.TOPIC, 0, Samples.KEY, key, value == null ? null : value.schema(), value, offset);
    }

    private static Object keyHeader(SinkRecord record) {
        try (InsertMetadata<SinkRecord> metadata = new InsertMetadata.Key<>()) {
            metadata.configure(Map.of("headers", "id:uuid.stable"));
            return Objects.requireNonNull(Samples.header(metadata.apply(record), "id"));
        }
    }

    @Test
    void randomUuidsDifferAndTellTheTime() {
        Set<String> seen = new HashSet<>();
        try (InsertMetadata<SinkRecord> metadata = new InsertMetadata.Value<>(Clock.fixed(NOW, ZoneOffset.UTC))) {
            metadata.configure(Map.of("headers", "h:uuid.random"));
            for (int i = 0; i < 2000; i++) {
                seen.add(String.valueOf(Samples.header(metadata.apply(Samples.sinkRecord(change())), "h")));
            }
        }
        assertThat(seen).hasSize(2000).allSatisfy(text -> {
            UUID uuid = UUID.fromString(text);
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        });
    }

    @Test
    void aHeaderThatIsThereAlreadyIsReplacedAndOthersAreKept() {
        SinkRecord record = Samples.sinkRecord(change());
        record.headers().addString("op", "forged").addString("trace", "1");
        SinkRecord result = apply(record, Map.of("headers", "op:operation"));
        assertThat(result.headers()).extracting(Header::key).containsExactly("trace", "op");
        assertThat(Samples.header(result, "op")).isEqualTo("u");
        assertThat(Samples.header(record, "op")).isEqualTo("forged");
    }

    @Test
    void tombstonesPassUnchanged() {
        SinkRecord tombstone = Samples.sinkRecord(null);
        assertThat(apply(tombstone, Map.of("headers", "op:operation", "fields", "OP:operation")))
                .isSameAs(tombstone);
    }

    @Test
    void fieldsCanGoIntoTheKey() {
        try (InsertMetadata<SinkRecord> metadata = new InsertMetadata.Key<>()) {
            metadata.configure(Map.of("fields", "TABLE:source.table"));
            SinkRecord result = metadata.apply(Samples.sinkRecord(change()));
            assertThat(((Struct) result.key()).getString("TABLE")).isEqualTo("CARD");
            assertThat(result.value()).isEqualTo(change());
        }
    }

    @Test
    void mistakesInTheOptionsAreFoundBeforeTheStart() {
        assertThat(errors("operation")).singleElement().asString().contains("name:what");
        assertThat(errors("op:operatoin"))
                .singleElement()
                .asString()
                .contains("There is no operatoin")
                .contains("uuid.stable");
        assertThat(errors("op:operation,op:hostname"))
                .singleElement()
                .asString()
                .contains("stands twice");
        assertThat(errors("op:operation,h:hostname")).isEmpty();
        assertThatThrownBy(() -> apply(Samples.sinkRecord(change()), Map.of())).isInstanceOf(ConfigException.class);
    }

    private static List<String> errors(String headers) {
        return InsertMetadata.CONFIG_DEF.validate(Map.of("headers", headers)).stream()
                .filter(value -> value.name().equals("headers"))
                .map(ConfigValue::errorMessages)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSizeOfTheValueIsThatOfItsJson() {
        assertThat(header(Samples.sinkRecord(Samples.cardMap(2500)), "value.size"))
                .isEqualTo((long)
                        "{\"NOTE\":null,\"CREDIT_LIMIT\":2500.0,\"CLIENT_ID\":1042,\"CARD_NO\":\"4000001234567899\"}"
                                .length());
    }

    @Test
    void outsideOfAWorkerTheConnectorAndTaskAreUnknown() {
        assertThat(header(Samples.sinkRecord(change()), "connector.name")).isEqualTo("unknown");
        assertThat(header(Samples.sinkRecord(change()), "task.id")).isEqualTo("unknown");
    }
}
