package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What values of AES-256-GCM are bound to, so that whoever has only the row can decrypt them. */
class ContextTest {

    private static final String CARD_NO = "4000001234567899";

    private static Map<String, String> options(String... more) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        Map<String, String> options = new HashMap<>(Map.of(
                "fields",
                "CARD_NO",
                "keyset",
                "k:AES-256-GCM:" + Base64.getEncoder().encodeToString(key)));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static SinkRecord record(String topic, Object value) {
        return new SinkRecord(topic, 0, null, null, value instanceof Struct struct ? struct.schema() : null, value, 0);
    }

    private static SinkRecord encrypt(SinkRecord record, Map<String, String> options) {
        try (EncryptFields<SinkRecord> transform = new EncryptFields.Value<>()) {
            transform.configure(options);
            return transform.apply(record);
        }
    }

    private static @Nullable Object decrypt(SinkRecord record, Map<String, String> options) {
        try (DecryptFields<SinkRecord> transform = new DecryptFields.Value<>()) {
            transform.configure(options);
            Object value = transform.apply(record).value();
            Object row = value instanceof Struct struct && struct.schema().field("after") != null
                    ? struct.getStruct("after")
                    : value;
            return row instanceof Struct struct ? struct.get("CARD_NO") : ((Map<?, ?>) row).get("CARD_NO");
        }
    }

    private static SinkRecord flat(SinkRecord envelope) {
        Struct row = ((Struct) envelope.value()).getStruct("after");
        Map<String, @Nullable Object> map = new HashMap<>();
        row.schema().fields().forEach(field -> map.put(field.name(), row.get(field)));
        return record("store", map);
    }

    @Test
    void aReaderOfAStoreDecryptsBulkRowsAndChangesAlikeWithSchemaAndTable() {
        for (String topic : new String[] {"ods.BANK.CARD", "ods.BANK.CARD.bulk", "renamed"}) {
            SinkRecord sent = encrypt(record(topic, Samples.envelope("r", null, Samples.card("1.00"))), options());
            assertThat(decrypt(sent, options())).isEqualTo(CARD_NO);
            assertThat(decrypt(flat(sent), options("context", "BANK.CARD"))).isEqualTo(CARD_NO);
            assertThatThrownBy(() -> decrypt(flat(sent), options("context", "BANK.ACCOUNT")))
                    .hasMessageContaining("for another field or context");
        }
    }

    @Test
    void valuesThatEarlierVersionsBoundToTheTopicAreStillDecrypted() {
        for (String topic : new String[] {"ods.BANK.CARD", "ods.BANK.CARD.bulk"}) {
            SinkRecord old = encrypt(
                    record(topic, Samples.envelope("r", null, Samples.card("1.00"))), options("context", "{topic}"));
            assertThat(decrypt(old, options())).isEqualTo(CARD_NO);
            SinkRecord moved = record("other", Objects.requireNonNull(old.value()));
            assertThatThrownBy(() -> decrypt(moved, options())).hasMessageContaining("cannot be decrypted");
        }
    }

    @Test
    void aRowThatDoesNotTellItsTableIsBoundToTheTopic() {
        SinkRecord sent = encrypt(record("t", Samples.cardMap(1)), options());
        assertThat(decrypt(sent, options())).isEqualTo(CARD_NO);
        assertThat(decrypt(record("store", sent.value()), options("context", "t")))
                .isEqualTo(CARD_NO);
    }

    @Test
    void aNamedContextIsTheSameForAllTables() {
        SinkRecord sent =
                encrypt(record("a", Samples.envelope("c", null, Samples.card("1.00"))), options("context", "cards"));
        assertThat(decrypt(flat(sent), options("context", "cards"))).isEqualTo(CARD_NO);
        assertThatThrownBy(() -> decrypt(sent, options())).hasMessageContaining("cannot be decrypted");
    }

    @Test
    void noMessageTellsAContextThatHoldsAValue() {
        Map<String, String> bound = options("fields", "NOTE", "context", "{CARD_NO}");
        SinkRecord sent = encrypt(record("t", Samples.card("1.00").put("NOTE", "n")), bound);
        Struct other = new Struct(((Struct) sent.value()).schema());
        other.schema().fields().forEach(field -> other.put(field, ((Struct) sent.value()).get(field)));
        other.put("CARD_NO", "4000009876543214");
        assertThatThrownBy(() -> decrypt(record("t", other), bound))
                .hasMessageContaining("cannot be decrypted")
                .hasMessageNotContaining("400000");
    }
}
