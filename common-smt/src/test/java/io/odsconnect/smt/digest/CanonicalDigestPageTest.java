package io.odsconnect.smt.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.smt.RecordDigest;
import io.odsconnect.smt.canonical.CanonicalEncoder;
import io.odsconnect.smt.canonical.ColumnSelection;
import io.odsconnect.smt.docs.Pages;
import io.odsconnect.smt.record.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the code to the vectors of docs/canonical-digest.md, which were made by another program, in Python. */
class CanonicalDigestPageTest {

    private static final String PAGE = "canonical-digest.md";

    private static RowDigester digest(Map<String, String> options) {
        return new DigestOptions(new AbstractConfig(RecordDigest.CONFIG_DEF, options, false)).rowDigest();
    }

    @TestFactory
    Stream<DynamicTest> everyRowOfAVectorHasItsFormAndDigest() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : Pages.json(PAGE, "vectors")) {
            for (JsonNode row : vector.get("rows")) {
                tests.add(DynamicTest.dynamicTest(vector.get("title").textValue() + ": " + row, () -> {
                    SchemaAndValue value = VectorRow.read(row);
                    ByteBuffer form = new CanonicalEncoder(ColumnSelection.ALL)
                            .encode(new Rows().read(value.schema(), value.value()));
                    byte[] bytes = new byte[form.remaining()];
                    form.get(bytes);
                    assertThat(HexFormat.of().formatHex(bytes))
                            .isEqualTo(vector.get("canonical").textValue());
                    assertThat(digest(Map.of()).of(value.schema(), value.value()))
                            .isEqualTo("sha-256:" + vector.get("sha-256").textValue());
                }));
            }
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests.stream();
    }

    @Test
    void noTwoVectorsHaveTheSameForm() {
        Set<String> forms = new HashSet<>();
        Pages.json(PAGE, "vectors")
                .forEach(vector -> assertThat(forms.add(vector.get("canonical").textValue()))
                        .isTrue());
    }

    @Test
    void theLastRowHasTheDigestOfEachAlgorithm() {
        JsonNode vectors = Pages.json(PAGE, "vectors");
        SchemaAndValue row =
                VectorRow.read(vectors.get(vectors.size() - 1).get("rows").get(0));
        JsonNode algorithms = Pages.json(PAGE, "algorithms");
        assertThat(algorithms.size()).isEqualTo(DigestAlgorithm.values().length);
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            Map<String, String> options = new HashMap<>(Map.of(DigestOptions.ALGORITHM, algorithm.title()));
            if (algorithm.isKeyed()) {
                options.put(DigestOptions.HMAC_KEY, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
            }
            assertThat(digest(options).of(row.schema(), row.value()))
                    .isEqualTo(algorithms.get(algorithm.title()).textValue());
        }
        assertThat(Pages.text(PAGE))
                .contains("in base64: `"
                        + digest(Map.of(DigestOptions.ENCODING, "base64")).of(row.schema(), row.value()) + "`");
    }
}
