package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What a sink that applies does with records of compare runs, whose topics its {@code topics.regex} may match. */
class CompareRecordsTest {

    private final EngineFixture sink = new EngineFixture();

    @Test
    void rowsAndMarkerOfACompareRunAreSkippedAndCommitted() {
        SinkRecord row = put(0, 0, "1", "of the run", 10);
        CompareRunHeader.add(row.headers(), "run-1");
        SinkRecord marker = new SinkRecord(TOPIC, 0, null, null, null, null, 1);
        new RunMarker("BANK", "CARD", 1, 0, 9, 10, false).addTo(marker.headers(), "run-1");

        sink.put(row, marker);
        sink.succeedAll();

        assertThat(sink.store.log).isEmpty();
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
    }

    @Test
    void aRecordOfTheSameTopicWithoutTheRunsHeaderIsWritten() {
        sink.put(put(0, 0, "1", "a change", 10));
        sink.succeedAll();

        assertThat(sink.name("1")).isEqualTo("a change");
    }
}
