package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FF1 with card numbers of all lengths, with what it cannot take, and with key names that look like numbers. */
class Ff1FieldsTest {

    private static final String AES_256_SIV = "AES-256-SIV";

    private static String key(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> options(String id, String... more) {
        Map<String, String> options = new HashMap<>(Map.of(
                "fields",
                "CARD_NO",
                "algorithm",
                "FF1",
                "ff1.keep.prefix",
                "2",
                "ff1.keep.suffix",
                "4",
                "ff1.luhn",
                "true",
                "keyset",
                id + ":FF1:" + key(32, 4) + ",siv:AES-256-SIV:" + key(64, 5)));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static SinkRecord record(@Nullable Object card) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("CARD_NO", card);
        return new SinkRecord("ods.BANK.CARD", 0, null, null, null, row, 7);
    }

    private static SinkRecord encrypt(SinkRecord record, Map<String, String> options) {
        try (EncryptFields<SinkRecord> transform = new EncryptFields.Value<>()) {
            transform.configure(options);
            return transform.apply(record);
        }
    }

    private static @Nullable Object decrypt(SinkRecord record, Map<String, String> options) {
        Map<String, String> own = new HashMap<>(options);
        own.remove("ff1.on.unsuitable");
        own.remove("key.id");
        try (DecryptFields<SinkRecord> transform = new DecryptFields.Value<>()) {
            transform.configure(own);
            return field(transform.apply(record));
        }
    }

    private static @Nullable Object field(SinkRecord record) {
        return ((Map<?, ?>) record.value()).get("CARD_NO");
    }

    /** Test numbers of the schemes: Visa of 13 and 16 digits, Diners, American Express, Mastercard, and longer ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4222222222222",
                "30569309025904",
                "378282246310005",
                "5555555555554444",
                "67703330000000000",
                "601100099013942400",
                "6304000000000000000"
            })
    void cardsOfThirteenToNineteenDigitsAreEncryptedAndComeBack(String card) {
        SinkRecord encrypted = encrypt(record(card), options("k"));
        assertThat(field(encrypted))
                .asString()
                .hasSameSizeAs(card)
                .startsWith(card.substring(0, 2))
                .endsWith(card.substring(card.length() - 4))
                .isNotEqualTo(card);
        assertThat(decrypt(encrypted, options("k"))).isEqualTo(card);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "371449635398431 ", "3714 496353 98431", "4111", "4000001234567890", "enc1:siv:AA"})
    void whatFf1CannotTakeFailsOrIsSealedWithAesSivAndComesBack(String text) {
        assertThatThrownBy(() -> encrypt(record(text), options("k")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Field CARD_NO ")
                .hasMessageContaining("set ff1.on.unsuitable to AES-256-SIV")
                .hasMessageNotContaining("37144")
                .hasMessageNotContaining("4000001234567890");

        Map<String, String> sealing = options("k", "ff1.on.unsuitable", AES_256_SIV);
        SinkRecord encrypted = encrypt(record(text), sealing);
        assertThat(field(encrypted)).asString().startsWith("enc1:siv:");
        assertThat(field(encrypt(record(text), sealing)))
                .as("equal texts stay equal")
                .isEqualTo(field(encrypted));
        assertThat(decrypt(encrypted, sealing)).isEqualTo(text);
    }

    @Test
    void withAnAlphabetThatTheSealedFormHasTooEachTextComesBack() {
        Map<String, String> options = options(
                "k",
                "ff1.on.unsuitable",
                AES_256_SIV,
                "ff1.alphabet",
                "abcdefghijklmnopqrstuvwxyz0123456789:",
                "ff1.luhn",
                "false",
                "ff1.keep.prefix",
                "5");
        for (String text : new String[] {"enc1:k:abcdefghijkl", "enc1:siv:aaaaaaaa", "enc2:siv:aaaaaaaa", "enc1:"}) {
            assertThat(decrypt(encrypt(record(text), options), options)).isEqualTo(text);
        }
    }

    @Test
    void aTextThatIsTooShortIsToldWithWhatToDo() {
        assertThatThrownBy(() -> encrypt(record("30569309025904"), options("k", "ff1.keep.prefix", "6")))
                .hasMessageContaining("there have to be 6 or more, and there are 4")
                .hasMessageContaining("Keep fewer of them (ff1.keep.prefix, ff1.keep.suffix)");
    }

    @Test
    void aSealedTextThatWasChangedFails() {
        Map<String, String> sealing = options("k", "ff1.on.unsuitable", AES_256_SIV);
        SinkRecord encrypted = encrypt(record("4111"), sealing);
        SinkRecord other = encrypt(record("4112"), sealing);
        SinkRecord swapped = record(field(other));
        encrypted.headers().forEach(header -> swapped.headers().add(header));
        assertThatThrownBy(() -> decrypt(swapped, sealing)).hasMessageContaining("do not have the tag in the header");
        assertThatThrownBy(() -> decrypt(encrypted, options("k", "keyset", "k:FF1:" + key(32, 4))))
                .hasMessageContaining("with key siv")
                .hasMessageContaining("no such key for AES-256-SIV");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "007",
                "2026.11",
                "2026-11-21",
                "-5",
                "1e5",
                ".5",
                "true",
                "FALSE",
                "null",
                "NaN",
                "Infinity",
                "0x1F",
                "1f",
                "card-1",
                "ff1",
                "_",
                "-",
                "."
            })
    void aKeyOfAnyNameSurvivesTheDefaultHeaderConverter(String id) {
        Map<String, String> options = options(id);
        SinkRecord sent = encrypt(record("5555555555554444"), options);
        SinkRecord received = throughTheDefaultConverter(sent);
        assertThat(received.headers()).isEqualTo(new ConnectHeaders(sent.headers()));
        assertThat(decrypt(received, options)).isEqualTo("5555555555554444");
    }

    @ParameterizedTest
    @CsvSource({"1", "007", "2026.11", "ff1", "card-1"})
    void headersOfEarlierVersionsAreStillRead(String id) {
        Map<String, String> options = options(id);
        SinkRecord sent = encrypt(record("5555555555554444"), options);
        String text = String.valueOf(Samples.header(sent, "odsconnect.ff1.value"));
        String tag = text.substring(text.lastIndexOf(':') + 1);
        for (Object old :
                new Object[] {id + ":" + tag, (id + ":" + tag).getBytes(java.nio.charset.StandardCharsets.UTF_8)}) {
            sent.headers().remove("odsconnect.ff1.value");
            sent.headers().add("odsconnect.ff1.value", old, null);
            assertThat(decrypt(sent, options)).isEqualTo("5555555555554444");
        }
    }

    @Test
    void aHeaderThatCameAsANumberIsToldWithWhatToDo() {
        SinkRecord sent = encrypt(record("5555555555554444"), options("7"));
        sent.headers().remove("odsconnect.ff1.value").add("odsconnect.ff1.value", (byte) 7, Schema.INT8_SCHEMA);
        assertThatThrownBy(() -> decrypt(sent, options("7")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Header odsconnect.ff1.value came as a Byte")
                .hasMessageContaining("org.apache.kafka.connect.storage.StringConverter");
    }

    static SinkRecord throughTheDefaultConverter(SinkRecord record) {
        Headers headers = new ConnectHeaders();
        try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
            for (Header header : record.headers()) {
                headers.add(
                        header.key(),
                        converter.toConnectHeader(
                                record.topic(),
                                header.key(),
                                converter.fromConnectHeader(
                                        record.topic(), header.key(), header.schema(), header.value())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }
}
