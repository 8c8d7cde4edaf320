package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlattenEnvelopeTest {

    private static @Nullable SinkRecord apply(@Nullable Object value, String... mode) {
        try (FlattenEnvelope<SinkRecord> flatten = new FlattenEnvelope<>()) {
            flatten.configure(mode.length == 0 ? Map.of() : Map.of("delete.handling.mode", mode[0]));
            return flatten.apply(Samples.sinkRecord(value));
        }
    }

    private static SinkRecord kept(@Nullable Object value, String... mode) {
        SinkRecord record = apply(value, mode);
        assertThat(record).isNotNull();
        return record;
    }

    @Test
    void anEnvelopeBecomesItsRowWithOperationPositionAndDeleted() {
        Struct envelope = Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00"));
        SinkRecord result = kept(envelope);
        Struct row = (Struct) result.value();
        row.validate();
        assertThat(result.valueSchema()).isSameAs(row.schema());
        assertThat(row.schema().fields())
                .extracting(Field::name)
                .containsExactly("CARD_NO", "CLIENT_ID", "CREDIT_LIMIT", "NOTE", "__op", "__position", "__deleted");
        assertThat(row.get("CREDIT_LIMIT")).isEqualTo(Samples.card("2.00").get("CREDIT_LIMIT"));
        assertThat(row.get("__op")).isEqualTo("u");
        assertThat(row.get("__position")).isEqualTo(Samples.POSITION);
        assertThat(row.get("__deleted")).isEqualTo("false");
        assertThat(envelope).isEqualTo(Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00")));
    }

    @Test
    void anEnvelopeWithoutSchemaBecomesAMap() {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>(Samples.cardMap(2));
        expected.put("__op", "r");
        expected.put("__position", Samples.POSITION);
        expected.put("__deleted", "false");
        Map<String, @Nullable Object> row = Samples.cardMap(2);
        assertThat(kept(Samples.envelopeMap("r", null, row)).value()).isEqualTo(expected);
        assertThat(row).isEqualTo(Samples.cardMap(2));
    }

    @Test
    void aDeleteBecomesTheRowBeforeItMarkedAsDeleted() {
        Struct row =
                (Struct) kept(Samples.envelope("d", Samples.card("1.00"), null)).value();
        assertThat(row.get("__deleted")).isEqualTo("true");
        assertThat(row.get("__op")).isEqualTo("d");
        assertThat(row.get("CLIENT_ID")).isEqualTo(1042L);
    }

    @Test
    void aDeleteCanBecomeATombstoneThatCarriesThePosition() {
        for (SinkRecord tombstone : new SinkRecord[] {
            kept(Samples.envelope("d", Samples.card("1.00"), null), "tombstone"),
            kept(Samples.envelope("d", null, null))
        }) {
            assertThat(tombstone.value()).isNull();
            assertThat(tombstone.valueSchema()).isNull();
            assertThat(tombstone.key()).isNotNull();
            assertThat(Samples.header(tombstone, "odsconnect.position")).isEqualTo(Samples.POSITION);
        }
    }

    @Test
    void aDeleteCanBeDropped() {
        assertThat(apply(Samples.envelope("d", Samples.card("1.00"), null), "drop"))
                .isNull();
        assertThat(apply(Samples.envelope("c", null, Samples.card("1.00")), "drop"))
                .isNotNull();
    }

    @Test
    void whatIsNoEnvelopeOrNotAboutARowPassesUnchanged() {
        for (Object value : new @Nullable Object[] {
            null, "text", Samples.card("1.00"), Samples.cardMap(1), Samples.envelope("t", null, null)
        }) {
            assertThat(kept(value).value()).isSameAs(value);
        }
    }

    @Test
    void anAddWithoutARowIsABadRecord() {
        assertThatThrownBy(() -> apply(Samples.envelope("c", null, null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("operation c and no row after it")
                .hasMessageContaining("topic ods.BANK.CARD, partition 2, offset 42");
    }

    @Test
    void anUnknownModeIsFoundBeforeTheStart() {
        assertThatThrownBy(() -> apply(null, "keep")).isInstanceOf(ConfigException.class);
    }
}
