package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskFieldsTest {

    private static final String SALT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static SinkRecord apply(SinkRecord record, String... options) {
        try (MaskFields<SinkRecord> transform = new MaskFields.Value<>()) {
            Map<String, String> map = new HashMap<>();
            for (int i = 0; i < options.length; i += 2) {
                map.put(options[i], options[i + 1]);
            }
            transform.configure(map);
            return transform.apply(record);
        }
    }

    private static @Nullable Object masked(Object value, String field, String... options) {
        Object row = apply(Samples.sinkRecord(value), options).value();
        return row instanceof Struct struct ? struct.get(field) : ((Map<?, ?>) row).get(field);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 4, '*', 400000******7899",
        "0, 4, 'X', XXXXXXXXXXXX7899",
        "0, 0, '*', ****************",
        "10, 6, '*', ****************",
        "9, 9, '*', ****************"
    })
    void allButThePrefixAndSuffixIsMasked(String prefix, String suffix, String character, String expected) {
        for (Object value : new Object[] {Samples.card("1.00"), Samples.cardMap(1)}) {
            assertThat(masked(
                            value,
                            "CARD_NO",
                            "fields",
                            "CARD_NO",
                            "keep.prefix",
                            prefix,
                            "keep.suffix",
                            suffix,
                            "character",
                            character))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aHashIsTheHmacOfTheTextSoThatEqualValuesStayEqual() {
        String[] options = {"fields", "CARD_NO", "mode", "hash", "salt", SALT};
        // printf 4000001234567899 | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f
        assertThat(masked(Samples.card("1.00"), "CARD_NO", options))
                .isEqualTo("44bff59d71042aa42827ce8cf741badca32cdb70d6baa66448c1242f1cd9df14");
        assertThat(masked(Samples.cardMap(1), "CARD_NO", options))
                .isEqualTo("44bff59d71042aa42827ce8cf741badca32cdb70d6baa66448c1242f1cd9df14");
        assertThat(masked(
                        Samples.card("1.00"),
                        "CARD_NO",
                        "fields",
                        "CARD_NO",
                        "mode",
                        "hash",
                        "salt",
                        SALT,
                        "hash.digits",
                        "16"))
                .isEqualTo("44bff59d71042aa4");
    }

    @Test
    void bothRowsOfAnEnvelopeAreMaskedAndNumbersBecomeTexts() {
        Struct envelope = Samples.envelope("u", Samples.card("1.00"), Samples.card("12.50"));
        SinkRecord record = Samples.sinkRecord(envelope);
        SinkRecord result = apply(record, "fields", "CREDIT_LIMIT,NOTE", "keep.suffix", "1");
        Struct masked = (Struct) result.value();
        masked.validate();
        assertThat(masked.getStruct("before").get("CREDIT_LIMIT")).isEqualTo("***0");
        assertThat(masked.getStruct("after").get("CREDIT_LIMIT")).isEqualTo("****0");
        assertThat(masked.getStruct("after").get("NOTE")).isNull();
        assertThat(masked.getStruct("after").schema().field("CREDIT_LIMIT").schema())
                .isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(envelope).isEqualTo(Samples.envelope("u", Samples.card("1.00"), Samples.card("12.50")));
    }

    @Test
    void aKeyIsMaskedByTheOtherClassAndTombstonesPass() {
        try (MaskFields<SinkRecord> transform = new MaskFields.Key<>()) {
            transform.configure(Map.of("fields", "CARD_NO"));
            SinkRecord masked = transform.apply(Samples.sinkRecord(null));
            assertThat(((Struct) masked.key()).get("CARD_NO")).isEqualTo("****************");
            assertThat(masked.value()).isNull();
        }
        SinkRecord tombstone = Samples.sinkRecord(null);
        assertThat(apply(tombstone, "fields", "CARD_NO")).isSameAs(tombstone);
    }

    @Test
    void aRowWithoutTheFieldFailsAndIsNotTold() {
        assertThatThrownBy(() -> masked(Samples.card("1.00"), "CARD_NO", "fields", "CARD_NR"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no field CARD_NR")
                .hasMessageNotContaining("4000001234567899");
    }

    @Test
    void mistakesInTheOptionsAreFoundBeforeTheStartAndTellNoSalt() {
        SinkRecord record = Samples.sinkRecord(null);
        assertThatThrownBy(() -> apply(record))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fields");
        assertThatThrownBy(() -> apply(record, "fields", "A", "mode", "hash"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set salt");
        assertThatThrownBy(() -> apply(record, "fields", "A", "salt", SALT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("use hash")
                .hasMessageNotContaining("AAEC");
        assertThatThrownBy(() -> apply(record, "fields", "A", "mode", "hash", "salt", "c2hvcnQ="))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds 5 bytes")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> apply(record, "fields", "A", "character", "ab"))
                .isInstanceOf(ConfigException.class);
    }
}
