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

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Format-preserving encryption of fields. */
class EncryptFf1Test {

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

    @Test
    void theLuhnCheckIsForDigitsOnly() {
        assertThatThrownBy(() ->
                        encrypt(Samples.sinkRecord(null), ff1("algorithm", "FF1", "ff1.alphabet", "0123456789AB")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ff1.luhn");
    }
}
