package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.Row;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SinkEnginePropertyTest {

    @Property(tries = 3000)
    void whateverHappensOnTheWayTheStoreEndsWithTheRowsOfTheSource(
            @ForAll long seed,
            @ForAll boolean guarded,
            @ForAll @IntRange(min = 1, max = 60) int changes,
            @ForAll @IntRange(max = 200) int steps,
            @ForAll @IntRange(min = 1, max = 6) int batchSize,
            @ForAll @IntRange(min = 1, max = 4) int inFlight) {
        IntUnaryOperator choose = new Random(seed)::nextInt;
        History history = new History(changes, guarded, choose);
        EngineFixture sink = new EngineFixture(
                "position.guard",
                Boolean.toString(guarded),
                "batch.size",
                Integer.toString(batchSize),
                "max.in.flight.batches",
                Integer.toString(inFlight));
        Delivery delivery = new Delivery(history, sink, choose);
        for (int step = 0; step < steps; step++) {
            delivery.step();
        }
        delivery.finish();
        Map<String, String> stored = new TreeMap<>();
        sink.store.rows().forEach((id, row) -> stored.put(id.toString(), name(row)));
        assertThat(stored).isEqualTo(new TreeMap<>(history.rows));
    }

    private static String name(Row row) {
        return String.valueOf(row.get("NAME"));
    }
}
