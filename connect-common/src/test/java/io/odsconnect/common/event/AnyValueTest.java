package io.odsconnect.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.TextForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Connect's data model allows is read and written as text, or is a bad record: nothing else ends a task. */
class AnyValueTest {

    private static final int RECORDS = 10_000;
    private static final List<String> POSITIONS =
            List.of("auto", "source.ts_ms", "source.ts_ns", "source.lsn", "field:A", "header:A", "offset", "none");
    private static final Template TEMPLATE = Template.parse("t", "{topic}:{A}:{header.A|escape}");

    @Test
    void anyRecordIsReadOrIsABadRecord() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("AnyValueTest -Dseed=" + seed);
        Random random = new Random(seed);
        AnyValues values = new AnyValues(random);
        List<RecordDecoder> decoders = POSITIONS.stream()
                .flatMap(from -> Arrays.stream(RecordFormat.values())
                        .map(format -> new RecordDecoder(format, PositionSource.parse(from))))
                .toList();
        int read = 0;
        int bad = 0;
        for (int i = 0; i < RECORDS; i++) {
            SinkRecord record = record(random, values, i);
            RecordDecoder decoder = decoders.get(random.nextInt(decoders.size()));
            try {
                ChangeEvent event = decoder.decode(record);
                if (event != null) {
                    read++;
                    TextForm.json(event.key());
                    TextForm.json(event.before());
                    TextForm.json(event.after());
                    assertThat(TEMPLATE.of(event)).startsWith("t:");
                }
            } catch (DataException e) {
                assertThat(e).hasMessageNotContaining("9223372036854775808");
                bad++;
            }
        }
        assertThat(read).isGreaterThan(RECORDS / 20);
        assertThat(bad).isGreaterThan(RECORDS / 20);
    }

    @Test
    void transformsSeeOfARecordWhatTheSinksRead() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("AnyValueTest -Dseed=" + seed);
        Random random = new Random(seed);
        AnyValues values = new AnyValues(random);
        RecordDecoder decoder = new RecordDecoder(RecordFormat.AUTO, PositionSource.parse("auto"));
        int compared = 0;
        for (int i = 0; i < RECORDS; i++) {
            SinkRecord record = record(random, values, i);
            ChangeEvent event;
            try {
                event = decoder.decode(record);
            } catch (DataException e) {
                continue;
            }
            if (event == null) {
                continue;
            }
            RecordFacts facts = RecordFacts.of(record);
            Long position = facts.position();
            assertThat(position == null ? ChangeEvent.NO_POSITION : position).isEqualTo(event.position());
            assertThat(facts.operation().orElse(Operation.UPDATE)).isEqualTo(event.operation());
            boolean envelope = Envelope.of(record.value()).isPresent();
            assertThat(envelope)
                    .isEqualTo(record.value() != null && RecordKind.of(record.value()) == RecordKind.ENVELOPE);
            compared++;
        }
        assertThat(compared).isGreaterThan(RECORDS / 20);
    }

    @Test
    void aPositionThatIsToldTwiceIsTheSameForTransformsAndSinks() {
        Map<String, Object> row = Map.of("ID", 1L, "__position", 5L, "__source_position", 4L, "__source_ts_ms", 7);
        SinkRecord record = new SinkRecord("t", 0, null, Map.of("ID", 1L), null, row, 0);
        RecordDecoder decoder = new RecordDecoder(RecordFormat.AUTO, PositionSource.parse("auto"));
        ChangeEvent event = Objects.requireNonNull(decoder.decode(record));
        assertThat(event.position()).isEqualTo(5);
        assertThat(RecordFacts.of(record).position()).isEqualTo(5);
        assertThat(RecordFacts.of(record).eventMicros()).isEqualTo(7000).isEqualTo(event.committedMicros());
    }

    @Test
    void aRecordOfNothingIsNoDelete() {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, null, 0);
        assertThat(RecordFacts.of(record).operation()).isEmpty();
    }

    private static SinkRecord record(Random random, AnyValues values, long offset) {
        SchemaAndValue value = any(random, values);
        SchemaAndValue key = any(random, values);
        ConnectHeaders headers = new ConnectHeaders();
        for (String name : List.of("A", "odsconnect.position", "__source_ts_ms")) {
            SchemaAndValue header = any(random, values);
            if (random.nextBoolean() && fits(header)) {
                headers.add(name, header.value(), header.schema());
            }
        }
        return new SinkRecord(
                "t",
                0,
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                offset,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    private static boolean fits(SchemaAndValue header) {
        try {
            new ConnectHeaders().add("x", header.value(), header.schema());
            return true;
        } catch (DataException e) {
            return false;
        }
    }

    private static SchemaAndValue any(Random random, AnyValues values) {
        int kind = random.nextInt(6);
        if (kind < 2) {
            return values.struct(0);
        }
        if (kind == 2) {
            return values.typed(0);
        }
        if (kind == 3) {
            return new SchemaAndValue(null, values.plain(0));
        }
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            map.put(values.name(), values.plain(1));
        }
        return new SchemaAndValue(null, map);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[[]]",
                "{\"a\":[]}",
                "[{}]",
                "{\"a\":{}}",
                "{\"a\":null}",
                "[null]",
                "[1,\"a\"]",
                "{\"a\":1,\"b\":\"c\"}",
                "[1,[2]]",
                "null",
                "\"\"",
                "2026-11-21",
                "1",
                "-",
                "true",
                "{",
                "[1,2"
            })
    void anyHeaderThatTheWorkersConverterReadsHasAText(String text) throws Exception {
        try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
            SchemaAndValue header = converter.toConnectHeader("t", "A", text.getBytes(StandardCharsets.UTF_8));
            ConnectHeaders headers = new ConnectHeaders();
            if (header != null) {
                headers.add("A", header.value(), header.schema());
            }
            Template template = Template.parse("t", "{header.A}");
            if (header == null || header.value() == null) {
                assertThatThrownBy(() -> template.expand("t", null, null, headers))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("header A");
            } else {
                String expanded = template.expand("t", null, null, headers);
                assertThat(expanded).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"auto", "flat"})
    void halfOfASurrogatePairIsABadRecordThatNamesTheField(String format) {
        Schema schema = SchemaBuilder.struct()
                .field("NAME", Schema.STRING_SCHEMA)
                .field("TAGS", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        Struct name = new Struct(schema).put("NAME", "secret\uD83D").put("TAGS", List.of());
        Struct tags = new Struct(schema).put("NAME", "x").put("TAGS", List.of("secret\uDCB3"));
        RecordDecoder decoder = new RecordDecoder(RecordFormat.of(format), PositionSource.none());
        assertHalf(decoder, null, schema, name, "Field NAME");
        assertHalf(decoder, null, schema, tags, "Field TAGS");
        assertHalf(decoder, null, null, Map.of("NAME", "secret\uD83D"), "Field NAME");
        assertHalf(decoder, null, null, Map.of("M", Map.of("secret\uD83D", 1)), "Field M");
        assertHalf(decoder, null, null, Map.of("secret\uD83D", 1), "a field whose name");
        assertHalf(decoder, "secret\uD83D", null, Map.of("A", 1), "the record's key");
        assertHalf(decoder, Map.of("ID", "secret\uD83D"), null, Map.of("A", 1), "the record's key", "Field ID");
    }

    private static void assertHalf(
            RecordDecoder decoder, @Nullable Object key, @Nullable Schema schema, Object value, String... where) {
        SinkRecord record = new SinkRecord("t", 0, null, key, schema, value, 0);
        assertThatThrownBy(() -> decoder.decode(record))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(where)
                .hasMessageContaining("half of a surrogate pair")
                .hasMessageNotContaining("secret");
    }

    @Test
    void halfOfASurrogatePairInAHeaderOfATemplateIsABadRecord() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("A", "secret\uD83D");
        assertThatThrownBy(() -> Template.parse("t", "{header.A}").expand("t", null, null, headers))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("Header A", "half of a surrogate pair")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDeepValueIsABadRecordAndNoFullStack() {
        List<Object> values = new ArrayList<>();
        Object value = 1;
        for (int i = 0; i < 200_000; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
        }
        values.add(value);
        RecordDecoder decoder = new RecordDecoder(RecordFormat.AUTO, PositionSource.none());
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("DEEP", values), 0);
        assertThatThrownBy(() -> decoder.decode(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Field DEEP is nested more than");
    }

    @Test
    void aValueThatIsNestedAsDeepAsConvertersGoIsReadAndWritten() {
        Object value = 1;
        for (int i = 0; i < 990; i++) {
            value = i % 2 == 0 ? List.of(value) : Map.of("a", value);
        }
        RecordDecoder decoder = new RecordDecoder(RecordFormat.AUTO, PositionSource.none());
        ChangeEvent event = Objects.requireNonNull(
                decoder.decode(new SinkRecord("t", 0, null, null, null, Map.of("DEEP", value), 0)));
        assertThat(TextForm.json(event.after())).hasSizeGreaterThan(990);
    }
}
