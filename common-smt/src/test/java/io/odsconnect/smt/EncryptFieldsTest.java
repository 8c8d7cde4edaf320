package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
class EncryptFieldsTest {

    private static final String CARD_NO = "4000001234567899";
    private static final String KEYSET = "gcm.2:AES-256-GCM:" + key(32, 2) + ",gcm.1:AES-256-GCM:" + key(32, 1)
            + ",siv.1:AES-256-SIV:" + key(64, 3) + ",ff1.1:FF1:" + key(32, 4);

    private static String key(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("fields", "CARD_NO");
        options.put("keyset", KEYSET);
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static SinkRecord encrypt(SinkRecord record, Map<String, String> options) {
        try (EncryptFields<SinkRecord> transform = new EncryptFields.Value<>()) {
            transform.configure(options);
            return transform.apply(record);
        }
    }

    private static SinkRecord decrypt(SinkRecord record, Map<String, String> options) {
        try (DecryptFields<SinkRecord> transform = new DecryptFields.Value<>()) {
            Map<String, String> own = new HashMap<>(options);
            own.remove("key.id");
            transform.configure(own);
            return transform.apply(record);
        }
    }

    private static @Nullable Object field(SinkRecord record, String name) {
        return record.value() instanceof Struct struct ? struct.get(name) : ((Map<?, ?>) record.value()).get(name);
    }

    private static String text(SinkRecord record, String name) {
        return String.valueOf(field(record, name));
    }

    private static SinkRecord withField(SinkRecord record, String name, @Nullable Object value) {
        Struct old = (Struct) record.value();
        Struct struct = new Struct(old.schema());
        for (Field field : old.schema().fields()) {
            struct.put(field, field.name().equals(name) ? value : old.get(field));
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                struct.schema(),
                struct,
                record.timestamp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-GCM", "aes-256-siv", "FF1"})
    void whatIsEncryptedComesBackInEveryFormOfARow(String algorithm) {
        Map<String, String> options = options("algorithm", algorithm, "fields", "CARD_NO,NOTE", "ff1.luhn", "false");
        for (Object value : new @Nullable Object[] {
            Samples.card("1.00"),
            Samples.cardMap(1),
            Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00")),
            Samples.envelope("d", Samples.card("1.00"), null),
            Samples.envelopeMap("u", Samples.cardMap(1), Samples.cardMap(2)),
            null
        }) {
            SinkRecord record = Samples.sinkRecord(value);
            String before = String.valueOf(value);
            SinkRecord encrypted = encrypt(record, options);
            assertThat(String.valueOf(record.value())).isEqualTo(before);
            assertThat(String.valueOf(encrypted.value())).doesNotContain(CARD_NO);
            if (value instanceof Struct) {
                ((Struct) encrypted.value()).validate();
                assertThat(encrypted.valueSchema()).isSameAs(((Struct) encrypted.value()).schema());
            }
            SinkRecord decrypted = decrypt(encrypted, options);
            assertThat(decrypted.value()).isEqualTo(value);
            assertThat(decrypted.valueSchema()).isEqualTo(record.valueSchema());
            assertThat(decrypted.headers()).isEmpty();
            assertThat(decrypted.key()).isSameAs(record.key());
        }
    }

    @Test
    void beforeAndAfterAreEncryptedAlikeAndTheRestOfTheEnvelopeStays() {
        Struct envelope = Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00"));
        Struct encrypted = (Struct) encrypt(Samples.sinkRecord(envelope), options("algorithm", "AES-256-SIV"))
                .value();
        assertThat(encrypted.getStruct("before").getString("CARD_NO"))
                .startsWith("enc1:siv.1:")
                .isEqualTo(encrypted.getStruct("after").getString("CARD_NO"));
        assertThat(encrypted.get("source")).isEqualTo(envelope.get("source"));
        assertThat(encrypted.getStruct("after").get("CREDIT_LIMIT")).isEqualTo(new BigDecimal("2.00"));
    }

    @Test
    void gcmGivesAnotherTextEachTimeAndSivTheSameInAllTopicsAndFields() {
        Map<String, String> gcm = options();
        assertThat(text(encrypt(Samples.sinkRecord(Samples.card("1.00")), gcm), "CARD_NO"))
                .startsWith("enc1:gcm.2:")
                .isNotEqualTo(text(encrypt(Samples.sinkRecord(Samples.card("1.00")), gcm), "CARD_NO"));
        Map<String, @Nullable Object> row = new HashMap<>(Map.of("A", "x", "B", "x"));
        SinkRecord siv = encrypt(Samples.sinkRecord(row), options("algorithm", "AES-256-SIV", "fields", "A,B"));
        SinkRecord other = encrypt(
                new SinkRecord("other", 0, null, null, null, row, 1),
                options("algorithm", "AES-256-SIV", "fields", "A,B"));
        assertThat(text(siv, "A")).isEqualTo(text(siv, "B")).isEqualTo(text(other, "A"));
        assertThat(text(
                        encrypt(
                                Samples.sinkRecord(row),
                                options("algorithm", "AES-256-SIV", "fields", "A,B", "context", "cards")),
                        "A"))
                .isNotEqualTo(text(siv, "A"));
    }

    @Test
    void aKeyIsEncryptedAsAStructAndAsASingleValue() {
        Map<String, String> options = options("algorithm", "AES-256-SIV");
        try (EncryptFields<SinkRecord> encrypt = new EncryptFields.Key<>();
                DecryptFields<SinkRecord> decrypt = new DecryptFields.Key<>()) {
            encrypt.configure(options);
            decrypt.configure(options);
            SinkRecord tombstone = Samples.sinkRecord(null);
            SinkRecord encrypted = encrypt.apply(tombstone);
            assertThat(((Struct) encrypted.key()).getString("CARD_NO")).startsWith("enc1:siv.1:");
            assertThat(encrypted.value()).isNull();
            assertThat(decrypt.apply(encrypted).key()).isEqualTo(tombstone.key());
        }
        SinkRecord single = new SinkRecord("t", 0, Schema.INT64_SCHEMA, 42L, null, null, 0);
        try (EncryptFields<SinkRecord> encrypt = new EncryptFields.Key<>();
                DecryptFields<SinkRecord> decrypt = new DecryptFields.Key<>()) {
            encrypt.configure(options("fields", "", "algorithm", "AES-256-SIV"));
            decrypt.configure(options("fields", "", "algorithm", "AES-256-SIV"));
            SinkRecord encrypted = encrypt.apply(single);
            assertThat(encrypted.keySchema().type()).isEqualTo(Schema.Type.STRING);
            SinkRecord decrypted = decrypt.apply(encrypted);
            assertThat(decrypted.key()).isEqualTo(42L);
            assertThat(decrypted.keySchema()).isEqualTo(Schema.INT64_SCHEMA);
            assertThatThrownBy(() -> encrypt.apply(Samples.sinkRecord(null))).hasMessageContaining("option fields");
        }
    }

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

    @Test
    void anOldKeyDecryptsAndTheNewOneEncrypts() {
        SinkRecord old = encrypt(Samples.sinkRecord(Samples.card("1.00")), options("key.id", "gcm.1"));
        assertThat(text(old, "CARD_NO")).startsWith("enc1:gcm.1:");
        assertThat(field(decrypt(old, options()), "CARD_NO")).isEqualTo(CARD_NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-GCM", "AES-256-SIV"})
    void whatWasTamperedWithCutOrMadeWithAnotherKeyFailsAndIsNotTold(String algorithm) {
        Map<String, String> options = options("algorithm", algorithm);
        SinkRecord sent = encrypt(Samples.sinkRecord(Samples.card("1.00")), options);
        String text = text(sent, "CARD_NO");
        List<String> wrong = new ArrayList<>(List.of(
                text.substring(0, text.length() - 4),
                text.substring(0, text.lastIndexOf(':') + 1),
                text.substring(0, text.lastIndexOf(':') + 5)));
        for (int place = text.lastIndexOf(':') + 1; place < text.length() - 1; place += 7) {
            char other = text.charAt(place) == 'A' ? 'B' : 'A';
            wrong.add(text.substring(0, place) + other + text.substring(place + 1));
        }
        for (String each : wrong) {
            assertThatThrownBy(() -> decrypt(withField(sent, "CARD_NO", each), options))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("DecryptFields cannot take the value of a record of topic ods.BANK.CARD")
                    .hasMessageContaining("Field CARD_NO cannot be decrypted: it was changed or cut")
                    .hasMessageNotContaining(CARD_NO);
        }
        Map<String, String> otherKey = new HashMap<>(options);
        otherKey.put("keyset", KEYSET.replace(key(32, 2), key(32, 9)).replace(key(64, 3), key(64, 9)));
        assertThatThrownBy(() -> decrypt(sent, otherKey)).hasMessageContaining("encrypted with another key");
    }

    @ParameterizedTest
    @CsvSource({
        "4000001234567899, 'is not encrypted: it has not the form enc1:KEYID:BASE64'",
        "enc1:nope:AAAA, 'was encrypted with key nope, and the keyset has no such key for AES-256-GCM'",
        "enc1:siv.1:AAAA, 'was encrypted with key siv.1, and the keyset has no such key for AES-256-GCM'",
        "enc1:gcm.1:4000*001, 'holds no Base64'",
        "enc1:gcm.1, 'is not encrypted'",
        "enc2:gcm.1:AAAA, 'is not encrypted'",
        "'', 'is not encrypted'"
    })
    void whatIsNotEncryptedOrNamesAnUnknownKeyFails(String text, String expected) {
        SinkRecord record = withField(Samples.sinkRecord(Samples.card("1.00")), "CARD_NO", text);
        assertThatThrownBy(() -> decrypt(record, options()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Field CARD_NO " + expected)
                .hasMessageNotContaining("4000");
    }

    @Test
    void aValueIsBoundToItsTopicItsFieldAndTheContextThatIsAskedFor() {
        Map<String, String> options = options("fields", "CARD_NO,NOTE");
        SinkRecord sent = encrypt(Samples.sinkRecord(Samples.card("1.00").put("NOTE", "n")), options);
        SinkRecord swapped = withField(sent, "NOTE", field(sent, "CARD_NO"));
        assertThatThrownBy(() -> decrypt(swapped, options)).hasMessageContaining("Field NOTE cannot be decrypted");
        SinkRecord moved = sent.newRecord("other", 0, null, null, sent.valueSchema(), sent.value(), 0L);
        assertThatThrownBy(() -> decrypt(moved, options)).hasMessageContaining("for another field or context");

        Map<String, String> bound = options("context", "{topic}:{key.CARD_NO}:{CLIENT_ID}");
        SinkRecord row = encrypt(Samples.sinkRecord(Samples.card("1.00")), bound);
        assertThat(field(decrypt(row, bound), "CARD_NO")).isEqualTo(CARD_NO);
        SinkRecord another = withField(row, "CLIENT_ID", 7L);
        assertThatThrownBy(() -> decrypt(another, bound)).hasMessageContaining("cannot be decrypted");
    }

    @Test
    void aRowWithoutAFieldFailsUnlessThatIsIgnored() {
        Map<String, String> misspelt = options("fields", "CARD_NR");
        for (Object row : new Object[] {Samples.card("1.00"), Samples.cardMap(1)}) {
            assertThatThrownBy(() -> encrypt(Samples.sinkRecord(row), misspelt))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("The row has no field CARD_NR, which option fields names");
            SinkRecord passed =
                    encrypt(Samples.sinkRecord(row), options("fields", "CARD_NR,NOTE", "missing.fields", "ignore"));
            assertThat(text(passed, "CARD_NO")).isEqualTo(CARD_NO);
        }
    }

    @Test
    void whatIsNoSingleValueIsRefused() {
        Schema schema = SchemaBuilder.struct()
                .field("LIST", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        assertThatThrownBy(() -> encrypt(
                        Samples.sinkRecord(new Struct(schema).put("LIST", List.of("secret"))),
                        options("fields", "LIST")))
                .hasMessageContaining("Field LIST is of type ARRAY");
        assertThatThrownBy(() -> encrypt(
                        Samples.sinkRecord(new HashMap<>(Map.of("LIST", List.of("secret")))),
                        options("fields", "LIST")))
                .hasMessageContaining("Field LIST is a ")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> encrypt(
                        Samples.sinkRecord(Samples.card("1.00")), options("fields", "CLIENT_ID", "algorithm", "FF1")))
                .hasMessageContaining("Field CLIENT_ID is of type INT64, and FF1 is for texts");
    }

    @Test
    void halfOfASurrogatePairIsRefusedSinceItWouldComeBackAsAQuestionMark() {
        for (String algorithm : List.of("AES-256-GCM", "AES-256-SIV")) {
            assertThatThrownBy(() -> encrypt(
                            Samples.sinkRecord(Samples.card("1.00").put("CARD_NO", "40\ud83d00")),
                            options("algorithm", algorithm)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("Field CARD_NO has a text with half of a surrogate pair");
        }
        assertThat(text(
                        decrypt(
                                encrypt(
                                        Samples.sinkRecord(Samples.card("1.00").put("CARD_NO", "\ud83d\ude00")),
                                        options()),
                                options()),
                        "CARD_NO"))
                .isEqualTo("\ud83d\ude00");
    }

    private static Map<String, String> ff1(String... more) {
        Map<String, String> options =
                options("algorithm", "FF1", "ff1.keep.prefix", "6", "ff1.keep.suffix", "4", "ff1.luhn", "true");
        options.putAll(options(more));
        return options;
    }

    @Test
    void aCardNumberStaysOneAndTheHeaderTellsTheKey() {
        Map<String, String> options = ff1("algorithm", "FF1");
        SinkRecord record = Samples.sinkRecord(Samples.card("1.00"));
        SinkRecord encrypted = encrypt(record, options);
        assertThat(text(encrypted, "CARD_NO")).matches("400000\\d{6}7899").isNotEqualTo(CARD_NO);
        assertThat(encrypted.valueSchema()).isSameAs(record.valueSchema());
        assertThat(Samples.header(encrypted, "odsconnect.ff1.value")).asString().matches("ff1\\.1:[0-9a-f]{32}");
        assertThat(record.headers()).isEmpty();
        assertThatThrownBy(() -> encrypt(encrypted, options)).hasMessageContaining("already has a header");
    }

    @Test
    void ff1FailsWithoutTheHeaderWithAnotherKeyAndForFieldsThatWereChanged() {
        Map<String, String> options = ff1("algorithm", "FF1");
        SinkRecord sent = encrypt(Samples.sinkRecord(Samples.card("1.00")), options);
        String number = text(sent, "CARD_NO");

        SinkRecord changed = withField(sent, "CARD_NO", number.substring(0, 6) + "000000" + number.substring(12));
        assertThatThrownBy(() -> decrypt(changed, options))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("do not have the tag in the header")
                .hasMessageNotContaining("7899");
        SinkRecord bare = withField(sent, "CARD_NO", number);
        bare.headers().remove("odsconnect.ff1.value");
        assertThatThrownBy(() -> decrypt(bare, options)).hasMessageContaining("has no header odsconnect.ff1.value");
        Map<String, String> otherKey = new HashMap<>(options);
        otherKey.put("keyset", KEYSET.replace(key(32, 4), key(32, 9)));
        assertThatThrownBy(() -> decrypt(sent, otherKey)).hasMessageContaining("another key of this name");
        otherKey.put("keyset", KEYSET.replace("ff1.1", "ff1.2"));
        assertThatThrownBy(() -> decrypt(sent, otherKey))
                .hasMessageContaining("key ff1.1, and the keyset has no such key");
    }

    @Test
    void ff1SurvivesFlatteningBetweenEncryptionAndDecryption() {
        Map<String, String> options = ff1("algorithm", "FF1");
        SinkRecord sent =
                encrypt(Samples.sinkRecord(Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00"))), options);
        try (FlattenEnvelope<SinkRecord> flatten = new FlattenEnvelope<>()) {
            flatten.configure(Map.of());
            SinkRecord flat = flatten.apply(sent);
            assertThat(flat).isNotNull();
            assertThat(field(decrypt(flat, options), "CARD_NO")).isEqualTo(CARD_NO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "key.id, nope, 'no key nope, which option key.id names'",
        "key.id, siv.1, 'names the key siv.1 for AES-256-SIV, and option algorithm is AES-256-GCM'",
        "keyset, 'k:FF1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=', 'has no key for AES-256-GCM'",
        "keyset, k:FF1:AQEB, 'key k, has 3 bytes, and FF1 needs 32'",
        "algorithm, ROT13, algorithm",
        "context, {, context",
        "fields, 'A,A', names a field twice",
        "ff1.alphabet, 00, ff1.alphabet",
        "ff1.keep.prefix, -1, ff1.keep.prefix",
        "missing.fields, maybe, missing.fields"
    })
    void mistakesInTheOptionsAreFoundBeforeTheStartAndTellNoKey(String option, String value, String expected) {
        assertThatThrownBy(() -> encrypt(Samples.sinkRecord(null), options(option, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("AQEB");
    }

    @Test
    void theLuhnCheckIsForDigitsOnly() {
        assertThatThrownBy(() ->
                        encrypt(Samples.sinkRecord(null), ff1("algorithm", "FF1", "ff1.alphabet", "0123456789AB")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ff1.luhn");
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
