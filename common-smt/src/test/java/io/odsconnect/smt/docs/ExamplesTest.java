package io.odsconnect.smt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.smt.Samples;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the example of every page in docs/smt as a worker would. */
class ExamplesTest {

    static Stream<String> pages() throws IOException {
        return Pages.transforms();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theExampleOfAPageRunsAndLetsTombstonesThrough(String page) {
        try (Chain chain = Chain.of(Pages.json(page, ""))) {
            assertThat(chain.apply(Samples.sinkRecord(Samples.envelope("c", null, Samples.card("2500.00")))))
                    .isNotNull();
            assertThat(chain.apply(Samples.sinkRecord(Samples.cardMap(2500)))).isNotNull();
            SinkRecord tombstone = chain.apply(Samples.sinkRecord(null));
            assertThat(tombstone).isNotNull();
            assertThat(tombstone.value()).isNull();
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
