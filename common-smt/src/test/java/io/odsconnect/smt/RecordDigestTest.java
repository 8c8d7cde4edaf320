package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.smt.digest.DigestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordDigestTest {

    private static final String HEADER = DigestOptions.HEADER_DEFAULT;
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static <R extends ConnectRecord<R>> R apply(R record, String... options) {
        try (RecordDigest<R> digest = new RecordDigest.Value<>()) {
            digest.configure(options(options));
            return digest.apply(record);
        }
    }

    private static Map<String, String> options(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return map;
    }

    private static @Nullable Object digest(Object value, String... options) {
        return Samples.header(apply(Samples.sinkRecord(value), options), HEADER);
    }

    @Test
    void theDigestOfARowIsTheSameFlatAndInTheEnvelopeWithSchemaAndWithout() {
        Object expected = digest(Samples.card("2500.00"));
        assertThat(expected).asString().matches("sha-256:[0-9a-f]{64}");
        assertThat(List.of(
                        Samples.cardMap(2500),
                        Samples.envelope("c", null, Samples.card("2500.00")),
                        Samples.envelope("u", Samples.card("1.00"), Samples.card("2500.00")),
                        Samples.envelope("d", Samples.card("2500.00"), null),
                        Samples.envelopeMap("c", null, Samples.cardMap(2500)),
                        Samples.envelopeMap("d", Samples.cardMap(2500), null)))
                .allSatisfy(value -> assertThat(digest(value)).isEqualTo(expected));
    }

    @Test
    void anotherValueInAnyFieldIsAnotherDigest() {
        Object digest = digest(Samples.card("2500.00"));
        assertThat(digest(Samples.card("2500.01"))).isNotEqualTo(digest);
        assertThat(digest(Samples.card("2500.00").put("NOTE", ""))).isNotEqualTo(digest);
        assertThat(digest(Samples.card("2500.00").put("CLIENT_ID", 1043L))).isNotEqualTo(digest);
        assertThat(digest(Samples.card("2500.00").put("CARD_NO", "4000001234567898")))
                .isNotEqualTo(digest);
    }

    @Test
    void theSchemasNameVersionAndOrderDoNotCount() {
        Schema other = SchemaBuilder.struct()
                .name("elsewhere")
                .version(9)
                .field("CREDIT_LIMIT", Schema.FLOAT64_SCHEMA)
                .field("ADDED_LATER", Schema.OPTIONAL_STRING_SCHEMA)
                .field("CLIENT_ID", Schema.INT32_SCHEMA)
                .field("CARD_NO", Schema.STRING_SCHEMA)
                .build();
        Struct row = new Struct(other)
                .put("CREDIT_LIMIT", 2500.0)
                .put("CLIENT_ID", 1042)
                .put("CARD_NO", "4000001234567899");
        assertThat(digest(row)).isEqualTo(digest(Samples.card("2500.00")));
    }

    @Test
    void recordsWithoutARowPassUnchanged() {
        for (Object value : new @Nullable Object[] {
            null,
            Samples.envelope("d", null, null),
            Samples.envelope("t", null, null),
            Samples.envelopeMap("t", null, null)
        }) {
            SinkRecord record = Samples.sinkRecord(value);
            assertThat(apply(record)).isSameAs(record);
            assertThat(record.headers()).isEmpty();
        }
    }

    @Test
    void theRecordThatCameInIsNotTouchedAndAllElseOfItIsKept() {
        SourceRecord record = Samples.sourceRecord(Samples.card("1.00"));
        record.headers().addString("trace", "7");
        SourceRecord result = apply(record);
        assertThat(record.headers()).hasSize(1);
        assertThat(result.headers()).hasSize(2);
        assertThat(result.sourceOffset()).isEqualTo(record.sourceOffset());
        assertThat(result.value()).isSameAs(record.value());
        assertThat(result.key()).isSameAs(record.key());
    }

    @Test
    void aDigestThatIsThereAlreadyIsReplaced() {
        SinkRecord record = Samples.sinkRecord(Samples.card("1.00"));
        record.headers().addString(HEADER, "sha-256:forged");
        List<Header> headers = new ArrayList<>();
        apply(record).headers().allWithName(HEADER).forEachRemaining(headers::add);
        assertThat(headers).singleElement().extracting(Header::value).isEqualTo(digest(Samples.card("1.00")));
    }

    @Test
    void includedAndExcludedFieldsChooseWhatIsCovered() {
        Struct row = Samples.card("2500.00");
        assertThat(digest(row, "include", "CARD_NO,CLIENT_ID"))
                .isEqualTo(digest(Samples.card("1.00"), "include", "CLIENT_ID,CARD_NO"))
                .isEqualTo(digest(Samples.card("1.00"), "exclude", "CREDIT_LIMIT"))
                .isNotEqualTo(digest(row));
    }

    @Test
    void anIncludedFieldThatTheSchemaDoesNotHaveIsAnError() {
        assertThatThrownBy(() -> digest(Samples.card("1.00"), "include", "CARD_NUMBER"))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "RecordDigest cannot take the value of a record of topic ods.BANK.CARD, partition 2, offset 42: "
                                + "Option include names field CARD_NUMBER, which the row's schema does not have");
    }

    @Test
    void aFieldHoldsTheDigestOfItsOwnRowInBeforeAndAfter() {
        Struct envelope = Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00"));
        SinkRecord result = apply(Samples.sinkRecord(envelope), "field", "DIGEST");
        Struct value = (Struct) result.value();
        value.validate();
        assertThat(value.getStruct("before").getString("DIGEST")).isEqualTo(digest(Samples.card("1.00")));
        assertThat(value.getStruct("after").getString("DIGEST")).isEqualTo(digest(Samples.card("2.00")));
        assertThat(value.getStruct("source")).isEqualTo(envelope.getStruct("source"));
        assertThat(result.valueSchema()).isSameAs(value.schema());
        assertThat(value.schema().name()).isEqualTo(Samples.ENVELOPE.name());
        assertThat(value.schema().field("after").schema())
                .isEqualTo(value.schema().field("before").schema());
        assertThat(result.headers()).isEmpty();
        assertThat(envelope.schema()).isSameAs(Samples.ENVELOPE);
    }

    @Test
    void aFieldIsAddedToMapsWithoutChangingThem() {
        Map<String, @Nullable Object> row = Samples.cardMap(2.0);
        Map<String, @Nullable Object> before = new LinkedHashMap<>(row);
        assertThat(apply(Samples.sinkRecord(row), "field", "DIGEST").value())
                .isEqualTo(with(before, "DIGEST", digest(Samples.card("2.00"))));
        assertThat(row).isEqualTo(before);
        Map<String, @Nullable Object> envelope = Samples.envelopeMap("c", null, row);
        Object result = apply(Samples.sinkRecord(envelope), "field", "DIGEST").value();
        assertThat(result).isEqualTo(with(envelope, "after", with(before, "DIGEST", digest(Samples.card("2.00")))));
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> map, String name, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(map);
        copy.put(name, value);
        return copy;
    }

    @Test
    void schemasAreRebuiltOnce() {
        try (RecordDigest<SinkRecord> digest = new RecordDigest.Value<>()) {
            digest.configure(Map.of("field", "DIGEST"));
            Schema first = digest.apply(Samples.sinkRecord(Samples.envelope("c", null, Samples.card("1.00"))))
                    .valueSchema();
            Schema second = digest.apply(Samples.sinkRecord(Samples.envelope("c", null, Samples.card("2.00"))))
                    .valueSchema();
            assertThat(second).isSameAs(first);
        }
    }

    @Test
    void aFieldThatIsThereAlreadyIsNamedInTheError() {
        assertThatThrownBy(() -> apply(Samples.sinkRecord(Samples.card("1.00")), "field", "NOTE"))
                .hasMessageContaining("already has a field NOTE");
        assertThatThrownBy(() -> apply(Samples.sinkRecord(Samples.cardMap(1)), "field", "NOTE"))
                .hasMessageContaining("already has a field NOTE");
    }

    @Test
    void aKeyHasItsOwnDigest() {
        try (RecordDigest<SinkRecord> digest = new RecordDigest.Key<>()) {
            digest.configure(Map.of());
            SinkRecord result = digest.apply(Samples.sinkRecord(null));
            assertThat(Samples.header(result, HEADER)).isEqualTo(digest(Map.of("CARD_NO", "4000001234567899")));
            SinkRecord plain = digest.apply(new SinkRecord("t", 0, Schema.STRING_SCHEMA, "k", null, null, 0));
            assertThat(Samples.header(plain, HEADER)).asString().startsWith("sha-256:");
        }
    }

    @Test
    void aValueThatIsNoRowHasADigestButNoFields() {
        assertThat(digest("text")).isNotEqualTo(digest(Map.of()));
        assertThatThrownBy(() -> digest("text", "include", "A")).hasMessageContaining("neither a struct nor a map");
        assertThatThrownBy(() -> apply(Samples.sinkRecord("text"), "field", "A"))
                .hasMessageContaining("Only a struct, or a map without schema, has fields");
    }

    @Test
    void theErrorForAValueWithoutCanonicalFormNamesTheFieldAndNotTheValue() {
        Map<String, Object> row = Map.of("CARD_NO", URI.create("card:4000001234567899"));
        assertThatThrownBy(() -> digest(row))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Field CARD_NO")
                .hasMessageNotContaining("4000001234567899");
    }

    @Test
    void aDigestComesBackFromTheDefaultHeaderConverterAsItWas() throws IOException {
        try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
            // Each of these would come back as a number without its label.
            for (String digest : List.of("crc32c:00123456", "crc32c:1234e567", "xxh3:1234567812345678")) {
                byte[] bytes = converter.fromConnectHeader("t", HEADER, Schema.STRING_SCHEMA, digest);
                assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(digest);
                assertThat(converter.toConnectHeader("t", HEADER, bytes))
                        .isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, digest));
            }
        }
    }

    @Test
    void anHmacChangesWithItsKey() {
        Object digest = digest(Samples.card("1.00"), "algorithm", "hmac-sha-256", "hmac.key", KEY);
        assertThat(digest).asString().startsWith("hmac-sha-256:");
        assertThat(digest(Samples.card("1.00"), "algorithm", "HMAC-SHA-256", "hmac.key", KEY.replace('A', 'B')))
                .isNotEqualTo(digest);
    }

    @Test
    void mistakesInTheOptionsAreFoundAndTheKeyIsNeverTold() {
        assertThat(error("hmac.key", "not base64!")).isEqualTo("Option hmac.key is not base64");
        assertThat(error("hmac.key", "c2hvcnQ=")).isEqualTo("Option hmac.key holds 5 bytes, and needs at least 32");
        assertThat(error("algorithm", "MD5")).contains("MD5").contains("SHA-256");
        assertThat(error("encoding", "octal")).contains("octal");
        assertThat(error("header", "")).isNotEmpty();
        assertThatThrownBy(() -> digest(Samples.card("1.00"), "algorithm", "HMAC-SHA-256"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set hmac.key");
        assertThatThrownBy(() -> digest(Samples.card("1.00"), "hmac.key", KEY))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("takes no key")
                .hasMessageNotContaining(KEY);
    }

    /** Returns what the worker shows for an option before the connector starts. */
    private static String error(String option, String value) {
        return RecordDigest.CONFIG_DEF.validate(Map.of(option, value)).stream()
                .filter(each -> each.name().equals(option))
                .map(ConfigValue::errorMessages)
                .map(messages -> String.join(" ", messages))
                .findFirst()
                .orElseThrow();
    }
}
