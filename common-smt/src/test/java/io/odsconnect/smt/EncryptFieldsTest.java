package io.odsconnect.smt;

import static io.odsconnect.smt.FieldCiphers.CARD_NO;
import static io.odsconnect.smt.FieldCiphers.KEYSET;
import static io.odsconnect.smt.FieldCiphers.decrypt;
import static io.odsconnect.smt.FieldCiphers.encrypt;
import static io.odsconnect.smt.FieldCiphers.field;
import static io.odsconnect.smt.FieldCiphers.key;
import static io.odsconnect.smt.FieldCiphers.options;
import static io.odsconnect.smt.FieldCiphers.text;
import static io.odsconnect.smt.FieldCiphers.withField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
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

class EncryptFieldsTest {

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
}
