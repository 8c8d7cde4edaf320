package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Seeded;
import io.odsconnect.common.audit.AuditRecord;
import io.odsconnect.common.value.Row;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SinkEnginePropertyTest {

    @Test
    void whateverHappensOnTheWayTheStoreEndsWithTheRowsOfTheSourceAndTheAuditWithEachRecordOnce() {
        Seeded.repeat(getClass(), 3000, SinkEnginePropertyTest::run);
    }

    private static void run(Random random) {
        boolean guarded = random.nextBoolean();
        boolean lingers = random.nextBoolean();
        int changes = 1 + random.nextInt(60);
        int steps = random.nextInt(201);
        int batchSize = 1 + random.nextInt(6);
        int inFlight = 1 + random.nextInt(4);
        History history = new History(changes, guarded, random::nextInt);
        FakeAuditLog audit = new FakeAuditLog();
        EngineFixture sink = new EngineFixture(
                audit,
                "position.guard",
                Boolean.toString(guarded),
                "linger.ms",
                lingers ? "60" : "0",
                "batch.size",
                Integer.toString(batchSize),
                "max.in.flight.batches",
                Integer.toString(inFlight));
        sink.store.poison(History.POISON);
        Delivery delivery = new Delivery(history, sink, audit, random::nextInt);
        for (int step = 0; step < steps; step++) {
            delivery.step();
        }
        delivery.finish();
        Map<String, String> stored = new TreeMap<>();
        sink.store.rows().forEach((id, row) -> stored.put(id.toString(), name(row)));
        assertThat(stored).isEqualTo(new TreeMap<>(history.rows));
        history.topics.forEach((partition, records) -> {
            List<AuditRecord> ranges = audit.rangesOf(partition);
            assertThat(ranges.stream()
                            .mapToLong(range -> range.tally().records())
                            .sum())
                    .as("records audited of %s", partition)
                    .isEqualTo(records.size());
            if (!records.isEmpty()) {
                assertThat(ranges.get(0).firstOffset()).isZero();
                assertThat(ranges.get(ranges.size() - 1).lastOffset()).isEqualTo(records.size() - 1);
            }
        });
    }

    private static String name(Row row) {
        return String.valueOf(row.get("NAME"));
    }
}
