package io.odsconnect.smt;

import static io.odsconnect.smt.FieldCiphers.decrypt;
import static io.odsconnect.smt.FieldCiphers.encrypt;
import static io.odsconnect.smt.FieldCiphers.field;
import static io.odsconnect.smt.FieldCiphers.options;
import static io.odsconnect.smt.FieldCiphers.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of encrypted fields, with a schema and without, through converters. */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
class EncryptedTypesTest {

    private static final Schema ALL_TYPES = SchemaBuilder.struct()
            .field("A", Schema.INT8_SCHEMA)
            .field("B", Schema.OPTIONAL_INT16_SCHEMA)
            .field("C", Schema.INT32_SCHEMA)
            .field(
                    "D",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .version(1)
                            .build())
            .field("E", Schema.FLOAT32_SCHEMA)
            .field("F", Schema.FLOAT64_SCHEMA)
            .field("G", Schema.BOOLEAN_SCHEMA)
            .field(
                    "H",
                    Decimal.builder(2)
                            .optional()
                            .parameter("connect.decimal.precision", "9")
                            .build())
            .field("I", Schema.BYTES_SCHEMA)
            .field("J", Timestamp.SCHEMA)
            .field("K", Time.SCHEMA)
            .field("L", org.apache.kafka.connect.data.Date.SCHEMA)
            .field("M", SchemaBuilder.string().doc("a note").build())
            .build();

    private static Struct allTypes() {
        return new Struct(ALL_TYPES)
                .put("A", (byte) -1)
                .put("B", (short) 300)
                .put("C", Integer.MIN_VALUE)
                .put("D", Samples.POSITION)
                .put("E", 0.1f)
                .put("F", Double.NaN)
                .put("G", true)
                .put("H", new BigDecimal("1.50"))
                .put("I", ByteBuffer.wrap(new byte[] {0, -1}))
                .put("J", new Date(1_795_264_496_789L))
                .put("K", new Date(1000))
                .put("L", new Date(86_400_000L * 3))
                .put("M", "ß");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-GCM", "AES-256-SIV"})
    void everyTypeComesBackWithItsSchemaAlsoThroughAConverter(String algorithm) {
        Map<String, String> options =
                options("algorithm", algorithm, "fields", "A,B,C,D,E,F,G,H,I,J,K,L,M", "context", "types");
        SinkRecord encrypted = encrypt(Samples.sinkRecord(allTypes()), options);
        assertThat(encrypted.valueSchema().fields())
                .allMatch(field -> field.schema().type() == Schema.Type.STRING);
        assertThat(encrypted.valueSchema().field("B").schema().isOptional()).isTrue();
        SinkRecord decrypted = decrypt(throughJson(encrypted, true), options);
        assertThat(decrypted.valueSchema()).isEqualTo(ALL_TYPES);
        Struct expected = allTypes().put("I", new byte[] {0, -1});
        ALL_TYPES
                .fields()
                .forEach(field -> assertThat(((Struct) decrypted.value()).get(field))
                        .as(field.name())
                        .isEqualTo(expected.get(field)));
    }

    @Test
    void withoutASchemaTheValueTellsItsTypeItself() {
        Map<String, String> options = options("fields", "A,C,D,F,G,H,I,M", "context", "types");
        SinkRecord encrypted = encrypt(Samples.sinkRecord(allTypes()), options);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        ((Struct) encrypted.value())
                .schema()
                .fields()
                .forEach(field -> map.put(field.name(), ((Struct) encrypted.value()).get(field)));
        SinkRecord decrypted = decrypt(Samples.sinkRecord(map), options);
        assertThat(field(decrypted, "A")).isEqualTo((byte) -1);
        assertThat(field(decrypted, "C")).isEqualTo(Integer.MIN_VALUE);
        assertThat(field(decrypted, "D")).isEqualTo(Samples.POSITION);
        assertThat(field(decrypted, "F")).isEqualTo(Double.NaN);
        assertThat(field(decrypted, "G")).isEqualTo(true);
        assertThat(field(decrypted, "H")).isEqualTo(new BigDecimal("1.50"));
        assertThat(field(decrypted, "I")).isEqualTo(new byte[] {0, -1});
        assertThat(field(decrypted, "M")).isEqualTo("ß");
    }

    @Test
    void whereAConverterLosesTheTypesParametersTheFieldBecomesAText() {
        Schema bare =
                SchemaBuilder.struct().field("LIMIT", Schema.STRING_SCHEMA).build();
        Map<String, String> options = options("fields", "LIMIT");
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("LIMIT", new BigDecimal("2500.00")));
        String encrypted = text(encrypt(Samples.sinkRecord(row), options), "LIMIT");
        SinkRecord decrypted = decrypt(Samples.sinkRecord(new Struct(bare).put("LIMIT", encrypted)), options);
        assertThat(field(decrypted, "LIMIT")).isEqualTo("2500.00");
        assertThat(decrypted.valueSchema()).isEqualTo(bare);
    }

    private static SinkRecord throughJson(SinkRecord record, boolean schemas) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", String.valueOf(schemas)), false);
            SchemaAndValue read = converter.toConnectData(
                    record.topic(), converter.fromConnectData(record.topic(), record.valueSchema(), record.value()));
            return record.newRecord(
                    record.topic(),
                    0,
                    null,
                    null,
                    read.schema(),
                    read.value(),
                    0L,
                    new ConnectHeaders(record.headers()));
        }
    }
}
