package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * A table under random changes, and bulk loads of it on a topic and a task of their own that run late and overtake:
 * in the end the set holds what the table does. The seed is printed; {@code -Dseed=…} runs it again.
 */
class RandomWorkloadIT {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("A", Schema.OPTIONAL_STRING_SCHEMA)
            .field("B", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final int IDS = 120;
    private static final int ROUNDS = 40;
    private static final int CHANGES_A_ROUND = 150;

    private final Cluster cluster = Cluster.get();
    private final String set = cluster.newSet();
    private final SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));
    private final Map<Long, Struct> rows = new HashMap<>();
    private final List<SinkRecord> bulkOnItsWay = new ArrayList<>();
    private final List<SinkRecord> changes = new ArrayList<>();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private long position = 1_000_000;

    @Test
    void theSetEndsAsTheTableWhateverIsLateAndWhateverCrashes() {
        System.out.println("RandomWorkloadIT: -Dseed=" + seed);
        Map<String, String> options = cluster.options(set, "batch.size", "20", "max.in.flight.batches", "4");
        try (SinkTaskDriver changing = new SinkTaskDriver(AerospikeSinkTask::new, options);
                SinkTaskDriver loading = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
            for (int round = 0; round < ROUNDS; round++) {
                readSomeInBulk();
                for (int i = 0; i < CHANGES_A_ROUND; i++) {
                    changeOne();
                }
                deliver(changing, loading);
                if (random.nextInt(8) == 0) {
                    (random.nextBoolean() ? changing : loading).crashAndRestart(50);
                }
            }
            changing.flush();
            loading.put(bulkOnItsWay);
            loading.flush();
            loading.rewind();
            loading.flush();
            assertThat(changing.deadLetters()).isEmpty();
            assertThat(loading.deadLetters()).isEmpty();
        }
        Map<Object, Map<String, Object>> stored = cluster.all(set);
        // Which event wrote a row last is not told by the table; that there was one is.
        assertThat(stored.values())
                .allSatisfy(bins -> assertThat(bins.remove("__position")).isInstanceOf(Long.class));
        assertThat(stored).as("seed %s", seed).isEqualTo(expected());
    }

    /** A bulk load reads rows as they are now, under the position up to which the changes are known. */
    private void readSomeInBulk() {
        List<Long> ids = new ArrayList<>(rows.keySet());
        Collections.shuffle(ids, random);
        for (Long id : ids.subList(0, ids.size() / 3)) {
            bulkOnItsWay.add(table.bulk(position, rowOf(id)));
        }
    }

    private void changeOne() {
        long id = random.nextInt(IDS);
        Struct before = rows.get(id);
        position += random.nextInt(3) + 1;
        if (before == null) {
            Struct added = randomRow(id);
            rows.put(id, added);
            changes.add(table.add(position, added));
            return;
        }
        long to = random.nextInt(IDS);
        int what = random.nextInt(10);
        if (what < 3) {
            rows.remove(id);
            changes.add(random.nextBoolean() ? table.delete(position, before) : table.tombstone(position, before));
        } else if (what < 5 && !rows.containsKey(to)) {
            Struct moved = randomRow(to);
            rows.remove(id);
            rows.put(to, moved);
            changes.add(table.update(position, before, moved));
        } else {
            Struct after = randomRow(id);
            rows.put(id, after);
            changes.add(table.update(position, before, after));
        }
    }

    /** Gives both tasks their records, the bulk rows late and in a part only. */
    private void deliver(SinkTaskDriver changing, SinkTaskDriver loading) {
        changing.put(changes);
        changes.clear();
        List<SinkRecord> now = bulkOnItsWay.subList(0, random.nextInt(bulkOnItsWay.size() + 1));
        loading.put(List.copyOf(now));
        now.clear();
        if (random.nextInt(3) == 0) {
            changing.commit();
            loading.commit();
        }
    }

    private Struct randomRow(long id) {
        return table.row(
                "ID", id,
                "A", random.nextInt(4) == 0 ? null : "a" + random.nextInt(1000),
                "B", random.nextInt(4) == 0 ? null : random.nextLong());
    }

    private Struct rowOf(Long id) {
        Struct row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException("No row " + id);
        }
        return row;
    }

    private Map<Object, Map<String, Object>> expected() {
        Map<Object, Map<String, Object>> expected = new HashMap<>();
        rows.forEach((id, row) -> {
            Map<String, Object> bins = new HashMap<>();
            ROW.fields().forEach(field -> {
                if (row.get(field) != null) {
                    bins.put(field.name(), row.get(field));
                }
            });
            expected.put(id, bins);
        });
        return expected;
    }
}
