package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of a key change hold keys, and what is done to the key is done to them. */
class KeyHeadersTest {

    private static final String NEW_KEY = "__debezium.newkey";
    private static final String OLD_KEY = "__debezium.oldkey";
    private static final String CARD_NO = "4000001234567899";
    private static final String OTHER = "4000009876543214";
    private static final String KEYSET = "siv:AES-256-SIV:" + key(64) + ",ff1:FF1:" + key(32);

    private static String key(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static SinkRecord moved(String header, @Nullable Schema schema, @Nullable Object key) {
        SinkRecord record = Samples.sinkRecord(Samples.envelope("d", Samples.card("1.00"), null));
        record.headers().add(header, key, schema);
        return record;
    }

    private static Struct otherKey() {
        return new Struct(Samples.KEY).put("CARD_NO", OTHER);
    }

    private static SinkRecord apply(
            Transformation<SinkRecord> transform, Map<String, String> options, SinkRecord record) {
        try (transform) {
            transform.configure(options);
            return Objects.requireNonNull(transform.apply(record));
        }
    }

    private static Map<String, String> crypto(String algorithm) {
        return new HashMap<>(Map.of("fields", "CARD_NO", "algorithm", algorithm, "keyset", KEYSET));
    }

    private static SinkRecord throughTheDefaultConverter(SinkRecord record) {
        Headers headers = new ConnectHeaders();
        try (HeaderConverter converter = new SimpleHeaderConverter()) {
            for (Header header : record.headers()) {
                byte[] bytes =
                        converter.fromConnectHeader(record.topic(), header.key(), header.schema(), header.value());
                headers.add(header.key(), converter.toConnectHeader(record.topic(), header.key(), bytes));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
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

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-SIV", "FF1"})
    void aKeyInAHeaderIsEncryptedAsTheKeyIsAndComesBack(String algorithm) {
        for (String header : List.of(NEW_KEY, OLD_KEY)) {
            SinkRecord record = moved(header, Samples.KEY, otherKey());
            SinkRecord encrypted = apply(new EncryptFields.Key<>(), crypto(algorithm), record);
            assertThat(encrypted.headers().toString()).doesNotContain(OTHER).doesNotContain("98765432");
            Struct inHeader = (Struct) Objects.requireNonNull(Samples.header(encrypted, header));
            inHeader.validate();
            SinkRecord sameKey =
                    record.newRecord(record.topic(), 0, Samples.KEY, otherKey(), null, null, 0L, new ConnectHeaders());
            assertThat(inHeader)
                    .as("as the key of the record that it names")
                    .isEqualTo(apply(new EncryptFields.Key<>(), crypto(algorithm), sameKey)
                            .key());
            assertThat(Samples.header(record, header)).isEqualTo(otherKey());

            SinkRecord decrypted = apply(new DecryptFields.Key<>(), crypto(algorithm), encrypted);
            assertThat(decrypted.headers()).isEqualTo(record.headers());
            assertThat(decrypted.key()).isEqualTo(record.key());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-SIV", "FF1"})
    void aKeyInAHeaderComesBackThroughTheDefaultHeaderConverterToo(String algorithm) {
        SinkRecord record = moved(NEW_KEY, Samples.KEY, otherKey());
        SinkRecord sent = throughTheDefaultConverter(apply(new EncryptFields.Key<>(), crypto(algorithm), record));
        SinkRecord decrypted = apply(new DecryptFields.Key<>(), crypto(algorithm), sent);
        assertThat(decrypted.key()).isEqualTo(record.key());
        assertThat(Samples.header(decrypted, NEW_KEY)).isEqualTo(Map.of("CARD_NO", OTHER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-SIV", "FF1"})
    void aSinkEncryptsAndMasksWhatTheDefaultHeaderConverterGives(String algorithm) {
        SinkRecord received = throughTheDefaultConverter(moved(OLD_KEY, Samples.KEY, otherKey()));
        assertThat(apply(new EncryptFields.Key<>(), crypto(algorithm), received)
                        .headers()
                        .toString())
                .doesNotContain(OTHER);
        assertThat(apply(new MaskFields.Key<>(), Map.of("fields", "CARD_NO"), received)
                        .headers()
                        .toString())
                .doesNotContain(OTHER);
    }

    @Test
    void aKeyThatIsASingleValueIsEncryptedInHeadersToo() {
        SinkRecord record = new SinkRecord("t", 0, Schema.STRING_SCHEMA, CARD_NO, null, null, 0);
        record.headers().add(NEW_KEY, new SchemaAndValue(Schema.STRING_SCHEMA, OTHER));
        Map<String, String> options = crypto("AES-256-SIV");
        options.put("fields", "");
        SinkRecord encrypted = apply(new EncryptFields.Key<>(), options, record);
        assertThat(Samples.header(encrypted, NEW_KEY)).asString().startsWith("enc1:siv:");
        assertThat(Samples.header(apply(new DecryptFields.Key<>(), options, encrypted), NEW_KEY))
                .isEqualTo(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-256-SIV", "FF1"})
    void recordsOfVersionsThatLeftTheHeaderAloneAreStillDecrypted(String algorithm) {
        SinkRecord record = Samples.sinkRecord(null);
        SinkRecord old = apply(new EncryptFields.Key<>(), crypto(algorithm), record);
        old.headers().add(NEW_KEY, otherKey(), Samples.KEY);
        SinkRecord decrypted = apply(new DecryptFields.Key<>(), crypto(algorithm), old);
        assertThat(decrypted.key()).isEqualTo(record.key());
        assertThat(Samples.header(decrypted, NEW_KEY)).isEqualTo(otherKey());
    }

    @Test
    void aKeyInAHeaderIsMasked() {
        for (String header : List.of(NEW_KEY, OLD_KEY)) {
            SinkRecord masked =
                    apply(new MaskFields.Key<>(), Map.of("fields", "CARD_NO"), moved(header, Samples.KEY, otherKey()));
            assertThat(((Struct) Objects.requireNonNull(Samples.header(masked, header))).get("CARD_NO"))
                    .isEqualTo("*".repeat(16));
        }
    }

    @Test
    void theKeyTemplateMakesATextOfAKeyInAHeaderOrTakesItOut() {
        SinkRecord record = moved(NEW_KEY, Samples.KEY, otherKey());
        SinkRecord hashed = apply(new KeyTemplate<>(), Map.of("template", "card:{key.CARD_NO|sha256:8}"), record);
        assertThat(Samples.header(hashed, NEW_KEY)).asString().matches("card:[0-9a-f]{8}");
        SinkRecord ofRow = apply(new KeyTemplate<>(), Map.of("template", "client:{value.CLIENT_ID}"), record);
        assertThat(ofRow.headers()).isEmpty();
    }

    @Test
    void aFieldThatIsAddedToTheKeyIsAddedToTheKeyInTheHeader() {
        SinkRecord record = moved(NEW_KEY, Samples.KEY, otherKey());
        SinkRecord digested = apply(new RecordDigest.Key<>(), Map.of("field", "D"), record);
        Struct inHeader = (Struct) Objects.requireNonNull(Samples.header(digested, NEW_KEY));
        assertThat(inHeader.schema()).isEqualTo(digested.keySchema());
        assertThat(inHeader.getString("D")).startsWith("sha-256:").isNotEqualTo(((Struct) digested.key()).get("D"));
        SinkRecord inserted = apply(new InsertMetadata.Key<>(), Map.of("fields", "T:source.table"), record);
        assertThat(((Struct) Objects.requireNonNull(Samples.header(inserted, NEW_KEY))).get("T"))
                .isEqualTo("CARD");
    }

    @Test
    void aHeaderThatCannotBeTreatedFailsTheRecordAndIsNotTold() {
        SinkRecord record = moved(NEW_KEY, Schema.STRING_SCHEMA, "Struct{CARD_NO=" + OTHER + "}");
        for (Transformation<SinkRecord> transform :
                List.<Transformation<SinkRecord>>of(new EncryptFields.Key<>(), new MaskFields.Key<>())) {
            Map<String, String> options =
                    transform instanceof MaskFields ? Map.of("fields", "CARD_NO") : crypto("AES-256-SIV");
            assertThatThrownBy(() -> apply(transform, options, record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("Header __debezium.newkey holds a key that cannot be treated as the key is")
                    .hasMessageContaining("key.change.headers=false")
                    .hasMessageNotContaining(OTHER);
        }
    }

    @Test
    void otherHeadersTheirOrderAndNullsStayAsTheyAre() {
        SinkRecord record = Samples.sinkRecord(null);
        record.headers()
                .addString("trace", "1")
                .add(NEW_KEY, null, null)
                .add(OLD_KEY, otherKey(), Samples.KEY)
                .addLong("n", 7);
        SinkRecord masked = apply(new MaskFields.Key<>(), Map.of("fields", "CARD_NO"), record);
        assertThat(masked.headers()).extracting(Header::key).containsExactly("trace", NEW_KEY, OLD_KEY, "n");
        assertThat(Samples.header(masked, NEW_KEY)).isNull();
        assertThat(Samples.header(masked, "n")).isEqualTo(7L);
        SinkRecord ofValue =
                apply(new MaskFields.Value<>(), Map.of("fields", "CARD_NO"), moved(NEW_KEY, Samples.KEY, otherKey()));
        assertThat(Samples.header(ofValue, NEW_KEY)).isEqualTo(otherKey());
    }
}
