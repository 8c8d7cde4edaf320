package io.odsconnect.common.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.common.event.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceAuditTest {

    private static final Auditor AUDITOR = new Auditor(Auditor.Role.SOURCE, "ods", "0");

    private final List<AuditRecord> told = new ArrayList<>();
    private final SourceAudit audit = new SourceAudit(new Told(), "odsconnect.digest", () -> 42);

    private final class Told implements AuditLog {
        @Override
        public Auditor auditor() {
            return AUDITOR;
        }

        @Override
        public void write(AuditRecord record, Runnable acknowledged) {
            told.add(record);
        }

        @Override
        public long pendingRecords() {
            return 0;
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }

    @Test
    void recordsOfACompareRunAreNotToldSinceNoSinkAppliesThem() {
        SourceRecord row = change("r", 5);
        CompareRunHeader.add(row.headers(), "cards-1");
        Headers marker = new ConnectHeaders();
        new RunMarker("BANK", "CARD", 1, 0, 5, 5, false).addTo(marker, "cards-1");
        audit.acknowledged(row, at(0, 10));
        audit.acknowledged(
                new SourceRecord(Map.of(), Map.of(), "t", 0, null, null, null, null, null, marker), at(0, 11));
        audit.acknowledged(change("c", 6), at(0, 12));
        audit.flush();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).firstOffset()).isEqualTo(12);
    }

    @Test
    void consecutiveOffsetsAreToldTogetherWhenItIsTime() {
        audit.acknowledged(change("c", 5), at(0, 10));
        audit.acknowledged(change("d", 6), at(0, 11));
        audit.acknowledged(change("c", 7), at(1, 3));
        assertThat(told).isEmpty();
        audit.flush();
        assertThat(told)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.timeMillis()).isEqualTo(42));
        AuditRecord record = range(0, 10);
        assertThat(record.lastOffset()).isEqualTo(11);
        assertThat(record.tally().count(Operation.CREATE, AuditOutcome.PUBLISHED))
                .isEqualTo(1);
        assertThat(record.tally().count(Operation.DELETE, AuditOutcome.PUBLISHED))
                .isEqualTo(1);
        assertThat(record.tally().lowestPosition()).isEqualTo(5);
        assertThat(record.tally().highestPosition()).isEqualTo(6);
        assertThat(range(1, 3).lastOffset()).isEqualTo(3);
        audit.flush();
        assertThat(told).hasSize(2);
    }

    @Test
    void aRangeEndsWhereAnotherHasWritten() {
        audit.acknowledged(change("c", 5), at(0, 10));
        audit.acknowledged(change("c", 6), at(0, 12));
        audit.flush();
        assertThat(range(0, 10).lastOffset()).isEqualTo(10);
        assertThat(range(0, 12).lastOffset()).isEqualTo(12);
    }

    @Test
    void aTombstoneIsADeleteAtThePositionOfItsHeader() {
        SourceRecord tombstone = new SourceRecord(Map.of(), Map.of(), "t", null, "key", null, null);
        tombstone.headers().addLong("odsconnect.position", 9);
        audit.acknowledged(tombstone, at(0, 1));
        audit.flush();
        assertThat(range(0, 1).tally().count(Operation.DELETE, AuditOutcome.PUBLISHED))
                .isEqualTo(1);
        assertThat(range(0, 1).tally().highestPosition()).isEqualTo(9);
    }

    @Test
    void aRecordThatATransformDroppedIsNotToldAndTheRestIsToldAtTheEnd() {
        audit.acknowledged(change("c", 5), null);
        audit.acknowledged(change("c", 6), at(0, 1));
        audit.close();
        assertThat(told).hasSize(1);
    }

    @Test
    void withoutATopicNothingIsTold() {
        try (SourceAudit none = SourceAudit.open(Map.of())) {
            none.acknowledged(change("c", 5), at(0, 1));
            none.flush();
        }
        assertThat(told).isEmpty();
    }

    private AuditRecord range(int partition, long first) {
        return told.stream()
                .filter(record -> record.partition() == partition && record.firstOffset() == first)
                .findFirst()
                .orElseThrow();
    }

    private static SourceRecord change(String op, long position) {
        Map<String, Object> value = Map.of("op", op, "source", Map.of("position", position));
        return new SourceRecord(Map.of(), Map.of(), "before transforms", null, "key", null, value);
    }

    private static @Nullable RecordMetadata at(int partition, long offset) {
        return new RecordMetadata(new TopicPartition("ods.BANK.CARD", partition), offset, 0, 0, 0, 0);
    }
}
