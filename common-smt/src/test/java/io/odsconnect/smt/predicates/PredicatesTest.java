package io.odsconnect.smt.predicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.smt.Samples;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredicatesTest {

    private static boolean test(Predicate<SinkRecord> predicate, @Nullable Object value, String... operations) {
        try (predicate) {
            predicate.configure(operations.length == 0 ? Map.of() : Map.of("operations", String.join(",", operations)));
            return predicate.test(Samples.sinkRecord(value));
        }
    }

    private static Map<String, @Nullable Object> flat(String name, Object value) {
        Map<String, @Nullable Object> row = Samples.cardMap(1);
        row.put(name, value);
        return row;
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "c", "u", "d"})
    void operationsAreToldInTheEnvelopeAndInFlattenedRows(String op) {
        for (Object value : new Object[] {
            Samples.envelope(op, Samples.card("1.00"), Samples.card("1.00")),
            Samples.envelopeMap(op, Samples.cardMap(1), Samples.cardMap(1)),
            flat("__op", op)
        }) {
            assertThat(test(new IsBulk<>(), value)).isEqualTo(op.equals("r"));
            assertThat(test(new IsDelete<>(), value)).isEqualTo(op.equals("d"));
            assertThat(test(new HasOperation<>(), value, "u", "c")).isEqualTo(op.equals("u") || op.equals("c"));
        }
    }

    @Test
    void aTombstoneAndADeletedRowAreDeletes() {
        for (Object value : new @Nullable Object[] {null, flat("__deleted", "true"), flat("__deleted", true)}) {
            assertThat(test(new IsDelete<>(), value)).isTrue();
            assertThat(test(new HasOperation<>(), value, "d")).isTrue();
            assertThat(test(new IsBulk<>(), value)).isFalse();
        }
        assertThat(test(new IsDelete<>(), flat("__deleted", "false"))).isFalse();
    }

    @Test
    void whatTellsNoOperationHasNone() {
        for (Object value :
                new Object[] {"text", Samples.card("1.00"), Samples.cardMap(1), Samples.envelope("t", null, null)}) {
            assertThat(test(new IsBulk<>(), value)).isFalse();
            assertThat(test(new IsDelete<>(), value)).isFalse();
            assertThat(test(new HasOperation<>(), value, "r", "c", "u", "d")).isFalse();
        }
    }

    @Test
    void anUnknownOperationOrNoneIsFoundBeforeTheStart() {
        assertThatThrownBy(() -> test(new HasOperation<>(), null, "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("r, c, u, d");
        assertThatThrownBy(() -> test(new HasOperation<>(), null)).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> test(new HasOperation<>(), null, "")).isInstanceOf(ConfigException.class);
    }
}
