package io.odsconnect.db2.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class OffsetCheckTest {

    private static final String LSN = "00000000:00000000:0000000080000c51";
    private static final Map<String, String> STREAM = Map.of("server", "ods");
    private static final Map<String, String> LOAD = Map.of("server", "ods", "table", "S.A");

    @Test
    void whatTheConnectorStoresIsRight() {
        accepts(STREAM, Map.of("commit_lsn", LSN));
        accepts(
                STREAM,
                Map.of(
                        "commit_lsn",
                        LSN,
                        "change_lsn",
                        LSN,
                        "table",
                        "S.A",
                        "records",
                        2L,
                        "position",
                        -5L,
                        "tables",
                        "S.A,S.B",
                        "ahead.S.B",
                        LSN + "/" + LSN + "/0/S.B",
                        "snapshot_empty",
                        "S.A",
                        "transaction_data_collection_order_S.A",
                        3L));
        accepts(Map.of("server", "ods", "stream", "S.B"), Map.of("commit_lsn", "00000000800000000c51", "position", 7));
        accepts(LOAD, Map.of("snapshot", "running", "rows", 5L, "key.ID", "17", "stream_from", LSN));
        accepts(Map.of("server", "ods", "table", "S.A", "range", "3"), Map.of("snapshot", "done", "plan", "1"));
    }

    @Test
    void anOffsetOfThisOrAnOlderFormMayBeDeletedWhateverItIs() {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(STREAM, null);
        offsets.put(Map.of("something", "else"), null);
        assertThatCode(() -> check().check(offsets)).doesNotThrowAnyException();
    }

    @Test
    void aPartitionOfAnotherFormIsToldWithTheRightOnes() {
        refuses(
                Map.of("server", "other"),
                Map.of("commit_lsn", LSN),
                "\"server\" must be the connector's topic.prefix, ods");
        refuses(
                Map.of("server", "ods", "database", "X"),
                Map.of("commit_lsn", LSN),
                "none of this connector's",
                "\"stream\"");
        refuses(Map.of("server", "ods", "stream", "A"), Map.of("commit_lsn", LSN), "SCHEMA.TABLE");
        refuses(
                Map.of("server", "ods", "stream", "S.X"),
                Map.of("commit_lsn", LSN),
                "S.X",
                "none of the connector's tables");
    }

    @Test
    void aFieldThatIsUnknownMissingOrOfAnotherFormIsTold() {
        refuses(STREAM, Map.of("lsn", LSN), "\"lsn\" is not a field", "\"commit_lsn\" is missing");
        refuses(STREAM, Map.of("commit_lsn", "12:34"), "10 or 16 bytes");
        refuses(STREAM, Map.of("commit_lsn", 12), "10 or 16 bytes");
        refuses(STREAM, Map.of("commit_lsn", LSN, "change_lsn", "00000000800000000c51", "table", "S.A"), "same length");
        refuses(STREAM, Map.of("commit_lsn", LSN, "change_lsn", LSN), "\"change_lsn\" and \"table\" go together");
        refuses(STREAM, Map.of("commit_lsn", LSN, "records", 1), "\"records\" needs \"change_lsn\"");
        refuses(STREAM, Map.of("commit_lsn", LSN, "position", "5"), "\"position\" must be a whole number");
        refuses(STREAM, Map.of("commit_lsn", LSN, "tables", "S.A,S.X"), "S.X");
        refuses(STREAM, Map.of("commit_lsn", LSN, "ahead.S.A", "soon"), "\"ahead.S.A\" must be an LSN");
        refuses(LOAD, Map.of("snapshot", "finished"), "running or done");
        refuses(LOAD, Map.of("snapshot", "running", "rows", -1), "\"rows\" must be a whole number from 0 on");
        refuses(LOAD, Map.of("snapshot", "running", "commit_lsn", LSN), "\"commit_lsn\" is not a field");
    }

    @Test
    void allThatIsWrongIsToldAtOnceButNoKeyOfARow() {
        assertThatThrownBy(() -> check().check(Map.of(
                        STREAM, Map.of("commit_lsn", "x"), LOAD, Map.of("snapshot", "done", "key.CARD", 4711))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("commit_lsn")
                .hasMessageContaining("key.CARD")
                .hasMessageNotContaining("4711");
    }

    private static OffsetCheck check() {
        return new OffsetCheck("ods", Set.of("S.A", "S.B")::contains);
    }

    private static void accepts(Map<String, ?> partition, Map<String, ?> offset) {
        assertThatCode(() -> check().check(Map.of(partition, offset))).doesNotThrowAnyException();
    }

    private static void refuses(Map<String, ?> partition, Map<String, ?> offset, String... told) {
        assertThatThrownBy(() -> check().check(Collections.singletonMap(partition, offset)))
                .isInstanceOf(ConnectException.class)
                .satisfies(
                        e -> Arrays.stream(told).forEach(part -> assertThat(e).hasMessageContaining(part)));
    }
}
