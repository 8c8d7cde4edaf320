package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.db2.capture.StreamStart;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.offset.MapOffsets;
import io.odsconnect.db2.offset.OffsetCheck;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.table.TableId;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Source offsets that version 0.1.0 stored: the demo's pipeline of the commit aa0ec62 ran on the testbed, and
 * {@code GET /connectors/db2-source/offsets} was written down while it loaded, and after changes with one and two tasks.
 */
class OlderOffsetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StreamPartitions PARTITIONS = new StreamPartitions("ods");
    private static final TableId ACCOUNT = new TableId("BANK", "ACCOUNT");
    private static final TableId CARD = new TableId("BANK", "CARD");
    private static final TableId CUSTOMER = new TableId("BANK", "CUSTOMER");
    private static final TableId LEDGER = new TableId("BANK", "LEDGER");
    private static final List<TableId> TABLES = List.of(ACCOUNT, CARD, CUSTOMER, LEDGER);
    private static final Lsn UNUSED = Lsn.parse("f".repeat(32));

    private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"loading", "one-task", "two-tasks"})
    void anOperatorMayPatchThem(String when) throws IOException {
        read(when);
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>(stored);
        assertThat(offsets).isNotEmpty();
        assertThatCode(() -> new OffsetCheck("ods", table -> true).check(offsets))
                .doesNotThrowAnyException();
    }

    @Test
    void theStreamOfAllTablesGoesOnWhereItStopped() throws IOException {
        read("one-task");
        StreamStarts starts = new StreamStarts(new MapOffsets(stored), PARTITIONS, TABLES);
        assertThat(starts.uncovered()).isEmpty();
        List<StreamStart> streams = starts.of(TaskShare.ALL, UNUSED);
        assertThat(streams).hasSize(1);
        assertThat(streams.get(0).position().commit()).isEqualTo(Lsn.parse("00000000:00000000:00000000800007cb"));
        assertThat(streams.get(0).position().last()).isEqualTo(1_796_089_753_870_582L);
        assertThat(streams.get(0).position().isWhole()).isTrue();
    }

    @Test
    void theStreamsOfSeveralTasksGoOnWhereTheyStopped() throws IOException {
        read("two-tasks");
        StreamStarts starts = new StreamStarts(new MapOffsets(stored), PARTITIONS, TABLES);
        assertThat(starts.uncovered()).isEmpty();
        assertThat(starts.of(new TaskShare(0, 2), UNUSED))
                .extracting(start -> start.position().commit().toString())
                .containsExactly(
                        "00000000:00000000:0000000080000926",
                        "00000000:00000000:0000000080000926",
                        "00000000:00000000:000000008000094a",
                        "00000000:00000000:0000000080000922");
    }

    @Test
    void loadsThatWereDoneAreDoneAndOthersGoOnAfterTheirLastKey() throws IOException {
        read("one-task");
        assertThat(load(LEDGER, "ACCOUNT_NO", "ENTRY_NO"))
                .extracting(LoadProgress::done, LoadProgress::rows, LoadProgress::key)
                .containsExactly(true, 1_200L, List.of("000000001000", "1"));
        assertThat(load(CARD, "CARD_NO").streamFrom()).isEqualTo(Lsn.parse("00000000:00000000:0000000080000119"));

        read("loading");
        assertThat(load(LEDGER, "ACCOUNT_NO", "ENTRY_NO"))
                .extracting(LoadProgress::done, LoadProgress::rows, LoadProgress::key, LoadProgress::load)
                .containsExactly(false, 1L, List.of("000000000001", "2"), "");
    }

    private LoadProgress load(TableId table, String... key) {
        return LoadProgress.ofOffset(
                Objects.requireNonNull(stored.get(Map.of("server", "ods", "table", table.toString()))), List.of(key));
    }

    private void read(String when) throws IOException {
        stored.clear();
        try (InputStream file =
                Objects.requireNonNull(OlderOffsetsTest.class.getResourceAsStream("offsets-0.1.0-" + when + ".json"))) {
            for (JsonNode entry : JSON.readTree(file).path("offsets")) {
                stored.put(
                        JSON.convertValue(entry.path("partition"), new TypeReference<Map<String, String>>() {}),
                        JSON.convertValue(entry.path("offset"), new TypeReference<Map<String, Object>>() {}));
            }
        }
    }
}
