package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * Records as version 0.1.0 published them, in {@code records-0.1.0.jsonl}: the demo's pipeline of the commit aa0ec62 ran on
 * the testbed with the keys below, and a consumer printed some records with their headers.
 */
class OlderRecordsTest {

    private static final String DIGEST_KEY = "l44+TcSiM7Zxu0uINdIUYHE9Q+rxX3t051qmTvQnKFo=";
    private static final String KEYSET = "card-1:FF1:QrRrBfsAkpLbLjO8FPAc8VMlP6GqvmMpIBB4bbdu2kY=";
    private static final Map<String, String> DIGEST = Map.of("algorithm", "HMAC-SHA-256", "hmac.key", DIGEST_KEY);

    @Test
    void theirDigestsAreVerified() throws IOException {
        try (VerifyDigest<SinkRecord> verify = new VerifyDigest.Value<>()) {
            verify.configure(DIGEST);
            List<SinkRecord> rows =
                    older().stream().filter(record -> record.value() != null).toList();
            assertThat(rows).hasSizeGreaterThan(5).allSatisfy(record -> {
                assertThat(record.headers().lastWithName("odsconnect.digest")).isNotNull();
                assertThatCode(() -> verify.apply(record)).doesNotThrowAnyException();
                Struct row = rowOf(record);
                String column = row.schema().fields().get(0).name();
                row.put(column, row.get(column) instanceof Long ? (Object) 0L : "0");
                assertThatThrownBy(() -> verify.apply(record)).isInstanceOf(DataException.class);
            });
        }
    }

    @Test
    void theirCardNumbersAreDecrypted() throws IOException {
        Map<String, String> options = Map.of(
                "fields", "CARD_NO",
                "algorithm", "FF1",
                "ff1.keep.prefix", "6",
                "ff1.keep.suffix", "4",
                "ff1.luhn", "true",
                "keyset", KEYSET);
        try (DecryptFields<SinkRecord> value = new DecryptFields.Value<>();
                DecryptFields<SinkRecord> key = new DecryptFields.Key<>()) {
            value.configure(options);
            key.configure(options);
            List<SinkRecord> cards = older().stream()
                    .filter(record -> record.topic().startsWith("ods.BANK.CARD"))
                    .toList();
            // The bank numbers its cards from 4000 0000 0000 0010 on, so a wrong decryption is seen.
            assertThat(cards).hasSize(4).allSatisfy(record -> {
                assertThat(((Struct) key.apply(record).key()).getString("CARD_NO"))
                        .startsWith("40000000000");
                if (record.value() != null) {
                    assertThat(rowOf(value.apply(record)).getString("CARD_NO")).startsWith("40000000000");
                }
            });
        }
    }

    private static Struct rowOf(SinkRecord record) {
        Struct envelope = (Struct) record.value();
        Struct after = envelope.getStruct("after");
        return after == null ? envelope.getStruct("before") : after;
    }

    private static List<SinkRecord> older() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<SinkRecord> records = new ArrayList<>();
        try (InputStream file =
                        Objects.requireNonNull(OlderRecordsTest.class.getResourceAsStream("records-0.1.0.jsonl"));
                JsonConverter keys = new JsonConverter();
                JsonConverter values = new JsonConverter()) {
            keys.configure(Map.of(), true);
            values.configure(Map.of(), false);
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode record = json.readTree(line);
                String topic = record.path("topic").asText();
                SchemaAndValue key = keys.toConnectData(topic, json.writeValueAsBytes(record.path("key")));
                SchemaAndValue value = record.path("value").isNull()
                        ? SchemaAndValue.NULL
                        : values.toConnectData(topic, json.writeValueAsBytes(record.path("value")));
                SinkRecord made = new SinkRecord(
                        topic,
                        record.path("partition").asInt(),
                        key.schema(),
                        key.value(),
                        value.schema(),
                        value.value(),
                        record.path("offset").asLong());
                record.path("headers")
                        .properties()
                        .forEach(header -> made.headers()
                                .addString(header.getKey(), header.getValue().asText()));
                records.add(made);
            }
        }
        return records;
    }
}
