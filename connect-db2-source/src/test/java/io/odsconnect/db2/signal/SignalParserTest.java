package io.odsconnect.db2.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.db2.signal.Signal.Purpose;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.table.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalParserTest {

    private final SignalParser parser = new SignalParser();

    private Signal execute(String type) throws MalformedSignalException {
        return parser.row(
                "s", "execute-snapshot", "{\"data-collections\": [\"BANK\\\\.C.*\"], \"type\": " + type + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "null,ANY",
        "'\"incremental\"',LOAD",
        "'\"BLOCKING\"',LOAD",
        "'\"compare\"',COMPARE",
        "'\" Compare \"',COMPARE"
    })
    void theTypeInItsDataSaysWhatTablesAreReadFor(String type, Purpose purpose) throws Exception {
        assertThat(execute(type).purpose()).isEqualTo(purpose);
        assertThat(execute(type).names(new TableId("BANK", "CARD"))).isTrue();
    }

    @Test
    void withoutATypeAStopConcernsLoadsAndCompareRunsAndWithOneOnlyThese() throws Exception {
        Purpose all = parser.row("s", "stop-snapshot", null).purpose();
        Purpose loads =
                parser.row("s", "stop-snapshot", "{\"type\": \"incremental\"}").purpose();
        Purpose runs =
                parser.row("s", "stop-snapshot", "{\"type\": \"compare\"}").purpose();
        assertThat(all.concerns(LoadCause.SIGNAL)).isTrue();
        assertThat(all.concerns(LoadCause.COMPARE)).isTrue();
        assertThat(loads.concerns(LoadCause.OPTION)).isTrue();
        assertThat(loads.concerns(LoadCause.COMPARE)).isFalse();
        assertThat(runs.concerns(LoadCause.SIGNAL)).isFalse();
        assertThat(runs.concerns(LoadCause.COMPARE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"comprae\"", "\"\"", "5", "{}"})
    void aTypeThatNobodyKnowsIsRefusedSoThatNoLoadComesOfAMisspelling(String type) {
        assertThatThrownBy(() -> execute(type))
                .isInstanceOf(MalformedSignalException.class)
                .hasMessageContaining("compare");
    }

    @Test
    void aPauseOfCompareRunsAloneIsRefused() {
        assertThatThrownBy(() -> parser.row("s", "pause-snapshot", "{\"type\": \"compare\"}"))
                .hasMessageContaining("alike");
    }
}
