package io.odsconnect.smt.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.value.Utf8;
import io.odsconnect.smt.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
class SizeMeterTest {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("TEXT", Schema.OPTIONAL_STRING_SCHEMA)
            .field("TINY", Schema.OPTIONAL_INT8_SCHEMA)
            .field("NUMBER", Schema.INT64_SCHEMA)
            .field("RATE", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("SMALL_RATE", Schema.FLOAT32_SCHEMA)
            .field("YES", Schema.BOOLEAN_SCHEMA)
            .field("AMOUNT", Decimal.builder(2).optional().build())
            .field("BYTES", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("CHANGED", Timestamp.builder().optional().build())
            .field("LIST", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
            .field(
                    "MAP",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build())
            .field("NAME \"\u00e9\"", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static Struct row(Random random) {
        List<String> list = new ArrayList<>();
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(text(random));
            map.put(text(random) + i, random.nextInt());
        }
        return new Struct(ROW)
                .put("TEXT", random.nextInt(5) == 0 ? null : text(random))
                .put("TINY", random.nextBoolean() ? null : (byte) random.nextInt())
                .put("NUMBER", random.nextBoolean() ? Long.MIN_VALUE : random.nextLong() >> random.nextInt(64))
                .put("RATE", random.nextDouble() * 1e9)
                .put("SMALL_RATE", random.nextFloat())
                .put("YES", random.nextBoolean())
                .put("AMOUNT", new BigDecimal(new BigInteger(random.nextInt(80), random), 2).negate())
                .put("BYTES", random.nextBoolean() ? null : ByteBuffer.wrap(new byte[random.nextInt(70)]))
                .put("CHANGED", new Date(random.nextInt(Integer.MAX_VALUE) * 1000L))
                .put("LIST", list)
                .put("MAP", map)
                .put("NAME \"\u00e9\"", text(random));
    }

    private static String text(Random random) {
        String[] pieces = {"a", "\u00e9", "\u20ac", "\ud83d\ude00", "\"", "\\", "\n", "\u0001", "/", "\u007f", "word "};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void jsonIsMeasuredToTheByteAsTheConverterWritesIt() {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            for (int i = 0; i < 300; i++) {
                Struct row = row(random);
                assertThat(SizeMeter.JSON.size(ROW, row))
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo(converter.fromConnectData("t", ROW, row).length);
            }
            Struct envelope = Samples.envelope("u", null, Samples.card("2.00"));
            assertThat(SizeMeter.JSON.size(envelope.schema(), envelope))
                    .isEqualTo(converter.fromConnectData("t", envelope.schema(), envelope).length);
            Map<String, @Nullable Object> map = Samples.envelopeMap("c", null, Samples.cardMap(1.5));
            assertThat(SizeMeter.JSON.size(null, map)).isEqualTo(converter.fromConnectData("t", null, map).length);
            assertThat(SizeMeter.JSON.size(Schema.STRING_SCHEMA, "\u00e9"))
                    .isEqualTo(converter.fromConnectData("t", Schema.STRING_SCHEMA, "\u00e9").length);
        }
    }

    @Test
    void avroIsMeasuredToTheByteAsAvroWritesItBehindTheIdOfTheSchema() throws IOException {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Struct row = row(random);
            assertThat(SizeMeter.AVRO.size(ROW, row))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(5 + avro(row));
        }
        assertThat(SizeMeter.AVRO.size(Samples.ENVELOPE, Samples.envelope("c", null, Samples.card("1.00"))))
                .isEqualTo(5 + avro(Samples.envelope("c", null, Samples.card("1.00"))));
    }

    @Test
    void aRecordIsItsKeyItsValueAndItsHeaders() {
        SinkRecord record = new SinkRecord("t", 0, Schema.INT32_SCHEMA, 12, Schema.STRING_SCHEMA, "four", 0);
        record.headers().addString("\u00e9", "text").addLong("n", 123).add("null", null, null);
        assertThat(SizeMeter.JSON.size(record)).isEqualTo(2 + 6 + (2 + 4) + (1 + 3) + 4);
        assertThat(SizeMeter.JSON.size(new SinkRecord("t", 0, null, null, null, null, 0)))
                .isZero();
        assertThat(SizeMeter.AVRO.size(null, Map.of("a", 1))).isEqualTo(7);
    }

    private static int avro(Struct row) throws IOException {
        org.apache.avro.Schema schema = schema(row.schema(), "r");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<Object>(schema).write(value(row.schema(), row, schema), encoder);
        encoder.flush();
        return out.size();
    }

    private static org.apache.avro.Schema schema(Schema schema, String name) {
        org.apache.avro.Schema present = switch (schema.type()) {
            case INT8, INT16, INT32 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.INT);
            case INT64 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG);
            case FLOAT32 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.FLOAT);
            case FLOAT64 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.DOUBLE);
            case BOOLEAN -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BOOLEAN);
            case STRING -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.STRING);
            case BYTES -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES);
            case ARRAY -> org.apache.avro.Schema.createArray(schema(schema.valueSchema(), name + "e"));
            case MAP -> org.apache.avro.Schema.createMap(schema(schema.valueSchema(), name + "v"));
            case STRUCT -> {
                List<org.apache.avro.Schema.Field> fields = new ArrayList<>();
                for (Field field : schema.fields()) {
                    String own = "f" + field.index();
                    fields.add(new org.apache.avro.Schema.Field(own, schema(field.schema(), name + own)));
                }
                yield org.apache.avro.Schema.createRecord(name, null, null, false, fields);
            }
        };
        return schema.isOptional()
                ? org.apache.avro.Schema.createUnion(
                        org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL), present)
                : present;
    }

    private static @Nullable Object value(Schema schema, @Nullable Object value, org.apache.avro.Schema avro) {
        if (value == null) {
            return null;
        }
        org.apache.avro.Schema present = schema.isOptional() ? avro.getTypes().get(1) : avro;
        if (value instanceof Struct struct) {
            GenericData.Record record = new GenericData.Record(present);
            for (Field field : struct.schema().fields()) {
                record.put(
                        field.index(),
                        value(
                                field.schema(),
                                struct.get(field),
                                present.getFields().get(field.index()).schema()));
            }
            return record;
        }
        if (value instanceof BigDecimal decimal) {
            return ByteBuffer.wrap(decimal.unscaledValue().toByteArray());
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        return value instanceof Byte number ? (Object) number.intValue() : value;
    }

    @Test
    void theLengthOfATextIsThatOfItsUtf8() {
        for (String text : new String[] {"", "a", "\u00e9", "\u20ac", "\ud83d\ude00x"}) {
            assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
