package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.Db2Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static final Map<String, String> BUSY = Map.of("stream", "S.BUSY");
    private static final Map<String, String> SILENT = Map.of("stream", "S.SILENT");

    @Test
    void aStreamWithChangesDoesNotPutOffTheHeartbeatOfAnother() {
        Heartbeats heartbeats = heartbeats(Duration.ofDays(1));
        assertThat(heartbeats.due(BUSY)).isTrue();
        assertThat(heartbeats.due(SILENT)).isTrue();
        heartbeats.postpone(List.of(new SourceRecord(BUSY, Map.of(), "t", null, null)));
        assertThat(heartbeats.due(BUSY)).isFalse();
        assertThat(heartbeats.due(SILENT)).isTrue();
        heartbeats.beat(SILENT, Map.of());
        assertThat(heartbeats.due(SILENT)).isFalse();
    }

    @Test
    void withoutAnIntervalNoneIsEverDue() {
        assertThat(heartbeats(Duration.ZERO).due(SILENT)).isFalse();
    }

    private static Heartbeats heartbeats(Duration interval) {
        Db2Session nowhere = new Db2Session(new Db2Address("", 0, "", null, null, Map.of()));
        return new Heartbeats("beats", "ods", interval, new HeartbeatAction(nowhere, ""));
    }
}
