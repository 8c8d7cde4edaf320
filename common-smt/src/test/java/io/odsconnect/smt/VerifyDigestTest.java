package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyDigestTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String MARK = "odsconnect.digest.verified";

    private static SinkRecord digest(Object value, Map<String, String> options) {
        try (RecordDigest<SinkRecord> transform = new RecordDigest.Value<>()) {
            transform.configure(options);
            return transform.apply(Samples.sinkRecord(value));
        }
    }

    private static SinkRecord verify(SinkRecord record, Map<String, String> options) {
        try (VerifyDigest<SinkRecord> transform = new VerifyDigest.Value<>()) {
            transform.configure(options);
            return transform.apply(record);
        }
    }

    /** Returns the record as another converter would give it, with the headers it had. */
    private static SinkRecord withValue(SinkRecord record, Object value) {
        SinkRecord other = Samples.sinkRecord(value);
        return other.newRecord(
                other.topic(),
                other.kafkaPartition(),
                other.keySchema(),
                other.key(),
                other.valueSchema(),
                other.value(),
                null,
                record.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-512/256", "SHA3-256", "CRC32C", "XXH3", "HMAC-SHA-256"})
    void aRowThatIsTheSameBehindAnotherConverterPasses(String algorithm) {
        Map<String, String> options = new HashMap<>(Map.of("algorithm", algorithm));
        if (algorithm.startsWith("HMAC")) {
            options.put("hmac.key", KEY);
        }
        SinkRecord sent = digest(Samples.envelope("c", null, Samples.card("2500.00")), options);
        SinkRecord received = withValue(sent, Samples.envelopeMap("c", null, Samples.cardMap(2500)));
        assertThat(verify(received, options)).isSameAs(received);
    }

    @Test
    void aRowThatWasChangedFailsWithASentenceWithoutAValue() {
        SinkRecord sent = digest(Samples.card("2500.00"), Map.of());
        assertThatThrownBy(() -> verify(withValue(sent, Samples.card("9999.00")), Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "VerifyDigest cannot take the value of a record of topic ods.BANK.CARD, partition 2, "
                                + "offset 42: The row does not have the digest in header odsconnect.digest")
                .hasMessageNotContaining("9999")
                .hasMessageNotContaining("4000001234567899");
    }

    @Test
    void aRecordWithoutADigestFails() {
        assertThatThrownBy(() -> verify(Samples.sinkRecord(Samples.card("1.00")), Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("It has no digest in header odsconnect.digest");
    }

    @Test
    void aDigestOfAnotherAlgorithmKeyOrKindDoesNotMatch() {
        Struct row = Samples.card("1.00");
        Map<String, String> hmac = Map.of("algorithm", "HMAC-SHA-256", "hmac.key", KEY);
        Map<String, String> other = Map.of("algorithm", "HMAC-SHA-256", "hmac.key", KEY.replace("AAEC", "BBEC"));
        assertThatThrownBy(() -> verify(digest(row, Map.of()), hmac)).hasMessageContaining("does not have the digest");
        assertThatThrownBy(() -> verify(digest(row, hmac), other)).hasMessageContaining("does not have the digest");
        SinkRecord number = Samples.sinkRecord(row);
        number.headers().addLong("odsconnect.digest", 7);
        assertThatThrownBy(() -> verify(number, Map.of())).hasMessageContaining("does not have the digest");
    }

    @Test
    void markedRecordsPassWithTheVerdictAndNobodyElsesMark() {
        Map<String, String> mark = Map.of("on.mismatch", "mark", "on.missing", "MARK");
        SinkRecord sent = digest(Samples.card("1.00"), Map.of());
        SinkRecord changed = withValue(sent, Samples.card("2.00"));
        changed.headers().addString(MARK, "match");
        assertThat(Samples.header(verify(sent, mark), MARK)).isEqualTo("match");
        assertThat(Samples.header(verify(changed, mark), MARK)).isEqualTo("mismatch");
        assertThat(verify(changed, mark).headers().allWithName(MARK))
                .toIterable()
                .hasSize(1);
        assertThat(Samples.header(verify(Samples.sinkRecord(Samples.card("1.00")), mark), MARK))
                .isEqualTo("missing");
        assertThatThrownBy(() -> verify(changed, Map.of("on.missing", "mark"))).isInstanceOf(DataException.class);
    }

    @Test
    void recordsWithoutARowPassUnchanged() {
        for (Object value : new @Nullable Object[] {null, Samples.envelope("d", null, null)}) {
            SinkRecord record = Samples.sinkRecord(value);
            assertThat(verify(record, Map.of())).isSameAs(record);
            assertThat(verify(record, Map.of("field", "DIGEST"))).isSameAs(record);
        }
    }

    @Test
    void digestsInFieldsAreVerifiedInBothRowsOfAnEnvelope() {
        Map<String, String> field = Map.of("field", "DIGEST");
        SinkRecord sent = digest(Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00")), field);
        assertThat(verify(sent, field)).isSameAs(sent);
        Struct value = (Struct) sent.value();
        value.getStruct("before").put("NOTE", "forged");
        assertThatThrownBy(() -> verify(sent, field)).hasMessageContaining("the digest in field DIGEST");
        assertThat(verify(digest(Samples.cardMap(1), field), field)).isNotNull();
    }

    @Test
    void fieldsThatWereAddedLaterCanBeExcluded() {
        SinkRecord sent = digest(Samples.cardMap(1), Map.of());
        Map<String, @Nullable Object> more = Samples.cardMap(1);
        more.put("__op", "c");
        assertThatThrownBy(() -> verify(withValue(sent, more), Map.of())).isInstanceOf(DataException.class);
        assertThat(verify(withValue(sent, more), Map.of("exclude", "__op"))).isNotNull();
    }

    @Test
    void verdictsAreCountedInJmxUntilTheTransformIsClosed() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName query = new ObjectName("odsconnect:type=verify-digest,digest=header counted,*");
        try (VerifyDigest<SinkRecord> transform = new VerifyDigest.Value<>()) {
            Map<String, String> options = Map.of("header", "counted");
            transform.configure(options);
            SinkRecord sent = digest(Samples.card("1.00"), options);
            transform.apply(sent);
            transform.apply(sent);
            assertThatThrownBy(() -> transform.apply(withValue(sent, Samples.card("2.00"))));
            Set<ObjectName> names = server.queryNames(query, null);
            assertThat(names).hasSize(1);
            ObjectName name = names.iterator().next();
            assertThat(name.getKeyProperty("part")).isEqualTo("value");
            assertThat(server.getAttribute(name, "match-total")).isEqualTo(2.0);
            assertThat(server.getAttribute(name, "mismatch-total")).isEqualTo(1.0);
            assertThat(server.getAttribute(name, "missing-total")).isEqualTo(0.0);
        }
        assertThat(server.queryNames(query, null)).isEmpty();
    }
}
