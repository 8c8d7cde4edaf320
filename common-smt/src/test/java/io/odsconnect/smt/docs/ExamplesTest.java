package io.odsconnect.smt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.smt.Samples;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the example of every page in docs/smt as a worker would. */
class ExamplesTest {

    private static final String ENCRYPT = "smt/EncryptFields.md";
    private static final String DECRYPT = "smt/DecryptFields.md";
    private static final JsonNode NOTHING =
            new ObjectMapper().createObjectNode().put("transforms", "");

    static Stream<String> pages() throws IOException {
        return Pages.transforms();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theExampleOfAPageRunsAndLetsTombstonesThrough(String page) {
        try (Chain before = Chain.of(page.equals(DECRYPT) ? Pages.json(ENCRYPT, "") : NOTHING);
                Chain chain = Chain.of(Pages.json(page, ""))) {
            assertThat(chain.apply(
                            before.apply(Samples.sinkRecord(Samples.envelope("c", null, Samples.card("2500.00"))))))
                    .isNotNull();
            assertThat(chain.apply(before.apply(Samples.sinkRecord(Samples.cardMap(2500)))))
                    .isNotNull();
            SinkRecord tombstone = chain.apply(before.apply(Samples.sinkRecord(null)));
            assertThat(tombstone).isNotNull();
            assertThat(tombstone.value()).isNull();
        }
    }

    @Test
    void theExampleOfDecryptFieldsGivesBackWhatThatOfEncryptFieldsTook() {
        try (Chain encrypt = Chain.of(Pages.json(ENCRYPT, ""));
                Chain decrypt = Chain.of(Pages.json(DECRYPT, ""))) {
            SinkRecord record = Samples.sinkRecord(
                    Samples.envelope("c", null, Samples.card("2500.00").put("NOTE", "a note")));
            SinkRecord encrypted = encrypt.apply(record);
            assertThat(encrypted.toString()).doesNotContain("4000001234567899").doesNotContain("a note");
            SinkRecord decrypted = decrypt.apply(encrypted);
            assertThat(decrypted.value()).isEqualTo(record.value());
            assertThat(decrypted.key()).isEqualTo(record.key());
        }
    }

    @Test
    void theExampleOfRecordDigestGivesTheHeaderThatThePageShows() {
        try (Chain chain = Chain.of(Pages.json("smt/RecordDigest.md", ""))) {
            SinkRecord record = chain.apply(Samples.sinkRecord(Samples.bankCard()));
            assertThat(Pages.text("smt/RecordDigest.md"))
                    .contains("odsconnect.digest: " + Samples.header(record, "odsconnect.digest"));
        }
    }
}
