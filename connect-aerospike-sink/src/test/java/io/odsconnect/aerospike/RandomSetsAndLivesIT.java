package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * A table under random changes; bulk loads of it on a topic and a task of their own that run late and overtake; and a
 * task that lags behind and does again what another has done, as after a rebalance that it has not noticed. In the end
 * the sets hold what the table does. The seed is printed; {@code -Dseed=…} runs it again.
 */
class RandomSetsAndLivesIT {

    private static final int IDS = 120;
    private static final int ROUNDS = 40;
    private static final int CHANGES_A_ROUND = 150;

    private final Cluster cluster = Cluster.get();
    private final RandomTable table = new RandomTable(cluster.newSet(), IDS);
    private final List<SinkRecord> bulkOnItsWay = new ArrayList<>();
    private final List<SinkRecord> changesToRepeat = new ArrayList<>();

    @Test
    void theSetsEndAsTheTableWhateverIsLateAndWhateverCrashes() {
        Map<String, String> options =
                cluster.options("", table.options("batch.size", "20", "max.in.flight.batches", "4"));
        try (SinkTaskDriver changing = new SinkTaskDriver(AerospikeSinkTask::new, options);
                SinkTaskDriver lagging = new SinkTaskDriver(AerospikeSinkTask::new, options);
                SinkTaskDriver loading = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
            List<SinkTaskDriver> tasks = List.of(changing, lagging, loading);
            for (int round = 0; round < ROUNDS; round++) {
                bulkOnItsWay.addAll(table.readSomeInBulk());
                List<SinkRecord> changes = table.change(CHANGES_A_ROUND);
                changesToRepeat.addAll(changes);
                changing.put(changes);
                loading.put(some(bulkOnItsWay));
                lagging.put(some(changesToRepeat));
                disturb(tasks.get(table.choose(tasks.size())));
            }
            loading.put(bulkOnItsWay);
            lagging.put(changesToRepeat);
            tasks.forEach(SinkTaskDriver::flush);
            loading.rewind();
            loading.flush();
            assertThat(tasks).allSatisfy(task -> assertThat(task.deadLetters()).isEmpty());
        }
        assertThat(table.stored(cluster.client(), cluster.server().namespace())).isEqualTo(table.expected());
    }

    /** Takes the first records, as many as it likes. */
    private List<SinkRecord> some(List<SinkRecord> records) {
        List<SinkRecord> first = records.subList(0, table.choose(records.size() + 1));
        List<SinkRecord> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    private void disturb(SinkTaskDriver task) {
        switch (table.choose(8)) {
            case 0 -> task.crashAndRestart(50);
            case 1 -> task.rewind();
            case 2, 3, 4 -> task.commit();
            default -> {
                // Nothing happens, as most of the time.
            }
        }
    }
}
