package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** Digests behind Kafka's JSON converter without schemas, which does not keep all values. */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
class PlainJsonDigestTest {

    private static final Schema INNER =
            SchemaBuilder.struct().field("D", Decimal.schema(1)).optional().build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("DECIMAL", Decimal.builder(2).optional().build())
            .field("FLOAT32", Schema.FLOAT32_SCHEMA)
            .field("NAN", Schema.FLOAT64_SCHEMA)
            .field("FLOAT64", Schema.FLOAT64_SCHEMA)
            .field("BYTES", Schema.BYTES_SCHEMA)
            .field("DATE", org.apache.kafka.connect.data.Date.SCHEMA)
            .field("TIME", Time.SCHEMA)
            .field("TIMESTAMP", Timestamp.SCHEMA)
            .field("MICRO", named(SchemaBuilder.int64(), "MicroTimestamp"))
            .field("MILLI", named(SchemaBuilder.int64(), "Timestamp"))
            .field("NANO", named(SchemaBuilder.int64(), "NanoTimestamp"))
            .field("ZONED", named(SchemaBuilder.string(), "ZonedTimestamp"))
            .field("TEXT", Schema.OPTIONAL_STRING_SCHEMA)
            .field("FLAG", Schema.BOOLEAN_SCHEMA)
            .field("INT8", Schema.INT8_SCHEMA)
            .field(
                    "PAIRS",
                    SchemaBuilder.map(Schema.INT32_SCHEMA, Decimal.schema(0)).build())
            .field(
                    "MAP",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT32_SCHEMA)
                            .build())
            .field(
                    "LIST",
                    SchemaBuilder.array(Decimal.builder(0).optional().build()).build())
            .field("INNER", INNER)
            .build();

    private static Schema named(SchemaBuilder schema, String name) {
        return schema.name("io.debezium.time." + name).build();
    }

    private static Struct row() {
        return new Struct(ROW)
                .put("DECIMAL", new BigDecimal("-2500.50"))
                .put("FLOAT32", Float.parseFloat("33554450"))
                .put("NAN", Double.NaN)
                .put("FLOAT64", Double.parseDouble("1e23"))
                .put("BYTES", new byte[] {0, -1})
                .put("DATE", new Date(86_400_000L * 3))
                .put("TIME", new Date(1000))
                .put("TIMESTAMP", new Date(1_795_264_496_789L))
                .put("MICRO", Samples.POSITION)
                .put("MILLI", 1_795_264_496_789L)
                .put("NANO", 1_795_264_496_789_000_001L)
                .put("ZONED", "2026-11-21T12:34:56.789+01:00")
                .put("TEXT", null)
                .put("FLAG", true)
                .put("INT8", (byte) -1)
                .put("PAIRS", Map.of(7, new BigDecimal("12")))
                .put("MAP", Map.of("x", 0.1f))
                .put("LIST", Arrays.asList(new BigDecimal("300"), null))
                .put("INNER", new Struct(INNER).put("D", new BigDecimal("0.5")));
    }

    private static SinkRecord throughPlainJson(SinkRecord record) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            SchemaAndValue read =
                    converter.toConnectData("t", converter.fromConnectData("t", record.valueSchema(), record.value()));
            SinkRecord received = new SinkRecord("t", 0, null, null, read.schema(), read.value(), 0);
            record.headers().forEach(header -> received.headers().add(header));
            return received;
        }
    }

    private static SinkRecord apply(Transformation<SinkRecord> transform, SinkRecord record, String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        try (transform) {
            transform.configure(map);
            return Objects.requireNonNull(transform.apply(record));
        }
    }

    private static SinkRecord record(Struct row) {
        return new SinkRecord("t", 0, null, null, row.schema(), row, 0);
    }

    @Test
    void inTheFormOfPlainJsonEveryValueVerifiesBehindThatConverterAndBeforeIt() {
        SinkRecord sent = apply(new RecordDigest.Value<>(), record(row()), "form", "plain-json");
        for (SinkRecord received : List.of(throughPlainJson(sent), sent)) {
            assertThat(apply(new VerifyDigest.Value<>(), received, "form", "plain-json"))
                    .isSameAs(received);
        }
        Struct changed = row().put("DECIMAL", new BigDecimal("2500.50"));
        assertThat(Samples.header(
                        apply(new RecordDigest.Value<>(), record(changed), "form", "plain-json"), "odsconnect.digest"))
                .isNotEqualTo(Samples.header(sent, "odsconnect.digest"));
    }

    @Test
    void anEnvelopeAndAFieldThatHoldsTheDigestVerifyToo() {
        SinkRecord envelope = Samples.sinkRecord(Samples.envelope("u", Samples.card("1.00"), Samples.card("2.50")));
        for (String[] options : new String[][] {{"form", "plain-json"}, {"form", "plain-json", "field", "DIGEST"}}) {
            SinkRecord received = throughPlainJson(apply(new RecordDigest.Value<>(), envelope, options));
            assertThat(apply(new VerifyDigest.Value<>(), received, options)).isSameAs(received);
        }
    }

    @Test
    void withoutThatFormTheErrorTellsWhichKindsOfFieldsPlainJsonDoesNotKeep() {
        SinkRecord received = throughPlainJson(apply(new RecordDigest.Value<>(), record(row())));
        assertThatThrownBy(() -> apply(new VerifyDigest.Value<>(), received))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("schemas.enable=false")
                .hasMessageContaining("decimals (they become Base64)")
                .hasMessageContaining("float32")
                .hasMessageContaining("set form to plain-json here and in RecordDigest")
                .hasMessageNotContaining("2500");
        SinkRecord wrong = apply(new RecordDigest.Value<>(), record(row()), "exclude", "FLAG");
        assertThatThrownBy(() -> apply(new VerifyDigest.Value<>(), wrong))
                .hasMessageContaining("it was changed")
                .hasMessageNotContaining("schemas.enable");
    }
}
