package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.Db2Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class FirstCommitTest {

    private static final Map<String, String> CONFIG = Map.of(
            "name", "ods",
            "connector.class", "io.odsconnect.db2.Db2SourceConnector",
            "database.hostname", "nowhere.invalid",
            "database.dbname", "D",
            "database.user", "u",
            "topic.prefix", "ods");

    private final StoredOffsets offsets = new StoredOffsets();
    private final Heartbeats heartbeats = new Heartbeats(
            "beats",
            "ods",
            Duration.ZERO,
            new HeartbeatAction(new Db2Session(new Db2Address("", 0, "", null, null, Map.of())), ""));

    @Test
    void tasksAreNotStartedOnceMoreWhenTheConnectorIs() {
        Map<String, String> asked = new HashMap<>(AskedCommits.in(CONFIG, 2));
        List<SourceRecord> told = AskedCommits.unstored(asked, offsets, "ods", heartbeats).stream()
                .toList();
        assertThat(told).hasSize(1);
        offsets.commit(told);
        assertThat(AskedCommits.unstored(asked, offsets, "ods", heartbeats)).isEmpty();
        offsets.store(Map.of("server", "ods"), Map.of("commit_lsn", "0a"));

        Db2SourceConnector connector = new Db2SourceConnector();
        connector.initialize(new CountingContext(offsets, new AtomicInteger()));
        connector.start(CONFIG);
        try {
            assertThat(connector.taskConfigs(1)).containsExactly(asked);
        } finally {
            connector.stop();
        }
    }
}
