package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** A document store's events hold rows as JSON, in which no transform finds the fields that it is to hide. */
class DocumentEventsTest {

    private static final String DOCUMENT = "{\"CARD_NO\":\"4000001234567899\"}";

    @Test
    void noTransformTakesThemForRowsWithoutTheFieldsThatItIsToHide() {
        assertRefused(new MaskFields.Value<>(), Map.of("fields", "CARD_NO"));
        assertRefused(new RecordDigest.Value<>(), Map.of());
        assertRefused(new KeyTemplate<>(), Map.of("template", "{CARD_NO}"));
        assertRefused(new FlattenEnvelope<>(), Map.of());
    }

    private static void assertRefused(Transformation<SinkRecord> transform, Map<String, String> options) {
        try (transform) {
            transform.configure(options);
            for (String op : new String[] {"c", "u", "d"}) {
                SinkRecord record = Samples.sinkRecord(Samples.envelopeMap(op, null, DOCUMENT));
                assertThatThrownBy(() -> transform.apply(record))
                        .as(transform.getClass().getSimpleName())
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("not rows")
                        .hasMessageNotContaining("4000001234567899");
            }
        }
    }
}
