package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class BeginningTest {

    private static final SourceRecord FIRST = record("S.A", "0a");
    private static final SourceRecord SECOND = record("S.B", "0a");

    private final StoredOffsets offsets = new StoredOffsets();
    private long seconds;
    private final Beginning beginning = new Beginning(offsets, () -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void whereAllStreamsAreStoredNothingIsWaitedFor() {
        beginning.handedOver(List.of());
        assertThat(beginning.isStored()).isTrue();
    }

    @Test
    void changesWaitUntilTheBeginningOfEachStreamIsStored() {
        beginning.handedOver(List.of(FIRST, SECOND));
        assertThat(beginning.isStored()).isFalse();
        offsets.commit(List.of(FIRST));
        seconds += 1;
        assertThat(beginning.isStored()).isFalse();
        offsets.commit(List.of(SECOND));
        assertThat(beginning.isStored()).as("it does not look all the time").isFalse();
        seconds += 1;
        assertThat(beginning.isStored()).isTrue();
    }

    @Test
    void aBeginningThatATransformDropsIsNotWaitedForForEver() {
        beginning.handedOver(List.of(FIRST));
        beginning.dropped(Map.of("other", 1L));
        assertThat(beginning.isStored()).isFalse();
        seconds += 1;
        beginning.dropped(FIRST.sourceOffset());
        assertThat(beginning.isStored()).isTrue();
    }

    @Test
    void whatWasStoredBeforeATableWasRegisteredAnewDoesNotCount() {
        offsets.commit(List.of(record("S.A", "0a")));
        SourceRecord anew = record("S.A", "0b");
        beginning.handedOver(List.of(anew));
        assertThat(beginning.isStored()).isFalse();
        beginning.handedOver(List.of(SECOND));
        offsets.commit(List.of(SECOND));
        seconds += 1;
        assertThat(beginning.isStored()).as("the first is still waited for").isFalse();
        offsets.commit(List.of(anew));
        seconds += 1;
        assertThat(beginning.isStored()).isTrue();
    }

    @Test
    void whatElseAnOffsetTellsCountsToo() {
        offsets.commit(List.of(record("S.A", "0b")));
        SourceRecord ordered = new SourceRecord(
                Map.of("server", "ods", "stream", "S.A"),
                Map.of("commit_lsn", "0b", "tables", "S.A", "snapshot_loads", "x"),
                "beats",
                null,
                null);
        beginning.handedOver(List.of(ordered));
        assertThat(beginning.isStored()).as("a load is not remembered yet").isFalse();
        offsets.commit(List.of(record("S.A", "0c")));
        seconds += 1;
        assertThat(beginning.isStored()).as("a later offset").isTrue();
    }

    private static SourceRecord record(String table, String lsn) {
        return new SourceRecord(
                Map.of("server", "ods", "stream", table),
                Map.of("commit_lsn", lsn, "tables", table),
                "beats",
                null,
                null);
    }
}
