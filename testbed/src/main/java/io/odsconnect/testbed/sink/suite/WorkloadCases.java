package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever happens to the tables, and on the way, and to the store. */
abstract class WorkloadCases extends SinkCases {

    private static final int CHANGES = 4000;

    private final SourceTable spreadCards = SuiteTable.CARD.source(2);
    private final SourceTable spreadEntries = SuiteTable.ENTRY.source(2);
    private final List<SinkTaskDriver> started = new ArrayList<>();

    WorkloadCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void anyWorkloadThatArrivesInAnyOrderEndsInTheSourcesRows() {
        RandomWorkload workload = new RandomWorkload(List.of(spreadCards, spreadEntries), CHANGES, true);
        workload.deliver(this::smallBatches, mischief(workload));

        assertThat(started)
                .allSatisfy(task -> assertThat(task.deadLetterReasons()).isEmpty());
        assertThat(cards()).as("cards, %s", workload).isEqualTo(expected(workload, SuiteTable.CARD, spreadCards));
        assertThat(entries())
                .as("entries, %s", workload)
                .isEqualTo(expected(workload, SuiteTable.ENTRY, spreadEntries));
    }

    private SinkTaskDriver smallBatches() {
        SinkTaskDriver task = task("batch.size", "40", "buffer.max.records", "400");
        started.add(task);
        return task;
    }

    private List<Runnable> mischief(RandomWorkload workload) {
        List<Runnable> mischief = new ArrayList<>(store.mischief());
        mischief.add(proxy::reset);
        mischief.add(() -> proxy.cutAfter(Direction.TO_SERVER, workload.choose(30_000)));
        mischief.add(() -> proxy.cutAfter(Direction.TO_CLIENT, workload.choose(500)));
        mischief.add(() -> proxy.latency(Duration.ofMillis(workload.choose(10))));
        mischief.add(() -> {
            proxy.down();
            proxy.up();
        });
        return mischief;
    }

    private static Map<String, Map<String, String>> expected(
            RandomWorkload workload, SuiteTable table, SourceTable source) {
        Map<String, Map<String, String>> expected = new HashMap<>();
        workload.rows(source).forEach(row -> {
            Map<String, String> columns = table.textOf(row);
            expected.put(table.keyOf(columns), columns);
        });
        return expected;
    }
}
