package io.odsconnect.db2.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
class RowHashTest {

    private static final Schema TEXTS = SchemaBuilder.struct()
            .field("A", Schema.OPTIONAL_STRING_SCHEMA)
            .field("B", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final RowHash hash = new RowHash();

    @Test
    void neighboursAndNullsAreToldApart() {
        Set<Long> hashes = new HashSet<>();
        hashes.add(hash.of(texts("ab", "c"), 'r'));
        hashes.add(hash.of(texts("a", "bc"), 'r'));
        hashes.add(hash.of(texts("", "abc"), 'r'));
        hashes.add(hash.of(texts(null, "abc"), 'r'));
        hashes.add(hash.of(texts("abc", null), 'r'));
        hashes.add(hash.of(texts("abc", null), 'd'));
        assertThat(hashes).hasSize(6);
        assertThat(hash.of(texts("ab", "c"), 'r')).isEqualTo(hash.of(texts("ab", "c"), 'r'));
    }

    @Test
    void everyTypeCounts() {
        for (List<Object> two : List.<List<Object>>of(
                List.of(new byte[] {1}, new byte[] {2}),
                List.of(1.0, -1.0),
                List.of(0.0, -0.0),
                List.of(1f, 2f),
                List.of(true, false))) {
            Schema schema =
                    SchemaBuilder.struct().field("A", schemaOf(two.get(0))).build();
            assertThat(hash.of(new Struct(schema).put("A", two.get(0)), 'r'))
                    .isNotEqualTo(hash.of(new Struct(schema).put("A", two.get(1)), 'r'));
        }
        Schema logical = SchemaBuilder.struct()
                .field("D", Decimal.schema(2))
                .field("T", Timestamp.SCHEMA)
                .build();
        assertThat(hash.of(new Struct(logical).put("D", new BigDecimal("1.00")).put("T", new Date(1)), 'r'))
                .isNotEqualTo(hash.of(
                        new Struct(logical).put("D", new BigDecimal("1.01")).put("T", new Date(1)), 'r'))
                .isNotEqualTo(hash.of(
                        new Struct(logical).put("D", new BigDecimal("1.00")).put("T", new Date(2)), 'r'));
    }

    private static Schema schemaOf(Object value) {
        return value instanceof byte[]
                ? Schema.BYTES_SCHEMA
                : value instanceof Double
                        ? Schema.FLOAT64_SCHEMA
                        : value instanceof Float ? Schema.FLOAT32_SCHEMA : Schema.BOOLEAN_SCHEMA;
    }

    private static Struct texts(@Nullable String a, @Nullable String b) {
        return new Struct(TEXTS).put("A", a).put("B", b);
    }
}
