package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyTemplateTest {

    private static SinkRecord apply(SinkRecord record, String template) {
        try (KeyTemplate<SinkRecord> transform = new KeyTemplate<>()) {
            transform.configure(Map.of("template", template));
            return transform.apply(record);
        }
    }

    private static @Nullable Object key(@Nullable Object value, String template) {
        return apply(Samples.sinkRecord(value), template).key();
    }

    @Test
    void aKeyIsMadeOfFieldsOfKeyRowAndHeaders() {
        SinkRecord record = Samples.sinkRecord(Samples.envelope("c", null, Samples.card("1.00")));
        record.headers().addString("region", "eu");
        SinkRecord result = apply(record, "{header.region}:client:{CLIENT_ID}:card:{key.CARD_NO}");
        assertThat(result.key()).isEqualTo("eu:client:1042:card:4000001234567899");
        assertThat(result.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(result.value()).isSameAs(record.value());
        assertThat(result.headers()).hasSize(1);
    }

    @Test
    void theKeyIsTheSameForEveryFormOfARow() {
        for (Object value : new Object[] {
            Samples.card("1.00"),
            Samples.cardMap(1),
            Samples.envelope("d", Samples.card("1.00"), null),
            Samples.envelopeMap("u", Samples.cardMap(1), Samples.cardMap(1))
        }) {
            assertThat(key(value, "client:{value.CLIENT_ID}")).isEqualTo("client:1042");
        }
    }

    @Test
    void aTombstoneGetsItsKeyFromTheOldOne() {
        assertThat(key(null, "card:{CARD_NO}")).isEqualTo("card:4000001234567899");
    }

    @Test
    void aFieldThatIsNotThereOrNullIsNamedInTheError() {
        assertThatThrownBy(() -> key(null, "client:{CLIENT_ID}"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CLIENT_ID")
                .hasMessageContaining("topic ods.BANK.CARD");
        assertThatThrownBy(() -> key(Samples.card("1.00"), "{NOTE}")).hasMessageContaining("NOTE");
    }

    @Test
    void aTemplateWithAMistakeIsFoundBeforeTheStart() {
        assertThatThrownBy(() -> key(null, "card:{CARD_NO")).isInstanceOf(ConfigException.class);
        assertThat(KeyTemplate.CONFIG_DEF
                        .validate(Map.of("template", "{"))
                        .get(0)
                        .errorMessages())
                .isNotEmpty();
    }
}
