package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever happens to the rows of a table and however it is delivered, in the end Cassandra has the rows of the table. */
@ExtendWith(TestbedExtension.class)
class RandomWorkloadIT {

    private static final int STEPS = 4000;
    private static final int ACCOUNTS = 12;
    private static final int SEQUENCES = 6;
    private static final Schema ROW = SchemaBuilder.struct()
            .field("ACCOUNT", Schema.INT32_SCHEMA)
            .field("SEQ", Schema.INT32_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .field("AMOUNT", Decimal.builder(2).optional().build())
            .field("TAGS", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .build();

    private final CassandraServer server;
    private final SourceTable table = new SourceTable("ods.BANK.ENTRY", ROW, List.of("ACCOUNT", "SEQ"));
    private final Map<List<Integer>, Struct> rows = new HashMap<>();
    private final ArrayDeque<SinkRecord> lateBulkRows = new ArrayDeque<>();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private long position = 1_795_000_000_000_000L;

    RandomWorkloadIT(CassandraServer server) {
        this.server = server;
    }

    @Test
    void theRowsInCassandraAreThoseOfTheTable() {
        System.out.println("RandomWorkloadIT: repeat with -Dseed=" + seed);
        try (Keyspace keyspace = new Keyspace(server)) {
            keyspace.run("create table %s.entry (account int, seq int, note text, amount decimal, tags set<text>,"
                    + " primary key (account, seq))");
            try (SinkTaskDriver task =
                    new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("entry", "batch.size", "20"))) {
                deliver(task);
                assertThat(task.deadLetterReasons()).isEmpty();
            }
            assertThat(stored(keyspace)).as("seed %d", seed).isEqualTo(expected());
        }
    }

    /** Gives the task all changes in order, bulk rows early or late, and some of it again. */
    private void deliver(SinkTaskDriver task) {
        List<SinkRecord> poll = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            poll.add(change());
            if (random.nextInt(4) == 0) {
                bulkLoadReadsARow();
            }
            if (random.nextInt(5) == 0 && !lateBulkRows.isEmpty()) {
                poll.add(lateBulkRows.removeFirst());
            }
            if (random.nextInt(50) == 0) {
                task.put(poll);
                poll.clear();
                fate(task);
            }
        }
        poll.addAll(lateBulkRows);
        task.put(poll);
        task.flush();
    }

    private void fate(SinkTaskDriver task) {
        switch (random.nextInt(8)) {
            case 0, 1 -> task.commit();
            case 2 -> task.flush();
            case 3 -> task.crashAndRestart(1 + random.nextInt(500));
            default -> {
                // The next poll comes.
            }
        }
        if (random.nextInt(60) == 0) {
            task.rewind();
        }
    }

    private SinkRecord change() {
        position += 1 + random.nextInt(3);
        List<Integer> key = anyKey();
        Struct before = rows.get(key);
        if (before == null) {
            Struct added = anyRow(key);
            rows.put(key, added);
            return table.add(position, added);
        }
        List<Integer> other = anyKey();
        int kind = random.nextInt(4);
        if (kind == 0) {
            rows.remove(key);
            return random.nextBoolean() ? table.delete(position, before) : table.tombstone(position, before);
        }
        if (kind == 1 && !rows.containsKey(other)) {
            Struct moved = anyRow(other);
            rows.remove(key);
            rows.put(other, moved);
            return table.update(position, before, moved);
        }
        Struct after = anyRow(key);
        rows.put(key, after);
        return random.nextBoolean()
                ? table.update(position, before, after)
                : table.updateWithoutBefore(position, after);
    }

    private void bulkLoadReadsARow() {
        Struct found = rows.get(anyKey());
        if (found != null) {
            lateBulkRows.add(table.bulk(position, found));
        }
    }

    private List<Integer> anyKey() {
        return List.of(random.nextInt(ACCOUNTS), random.nextInt(SEQUENCES));
    }

    private Struct anyRow(List<Integer> key) {
        return table.row(
                "ACCOUNT",
                key.get(0),
                "SEQ",
                key.get(1),
                "NOTE",
                random.nextBoolean() ? null : "n" + random.nextInt(1000),
                "AMOUNT",
                random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(10_000), 2),
                "TAGS",
                random.nextBoolean() ? null : List.of("t" + random.nextInt(5), "u" + random.nextInt(5)));
    }

    private Map<List<Integer>, Map<String, Object>> expected() {
        Map<List<Integer>, Map<String, Object>> expected = sorted();
        rows.forEach((key, row) -> {
            Map<String, Object> columns = new HashMap<>();
            putUnlessNull(columns, "account", row.get("ACCOUNT"));
            putUnlessNull(columns, "seq", row.get("SEQ"));
            putUnlessNull(columns, "note", row.get("NOTE"));
            putUnlessNull(columns, "amount", row.get("AMOUNT"));
            List<?> tags = row.getArray("TAGS");
            putUnlessNull(columns, "tags", tags == null ? null : Set.copyOf(tags));
            expected.put(key, columns);
        });
        return expected;
    }

    private static void putUnlessNull(Map<String, Object> columns, String name, @Nullable Object value) {
        if (value != null) {
            columns.put(name, value);
        }
    }

    private static Map<List<Integer>, Map<String, Object>> stored(Keyspace keyspace) {
        Map<List<Integer>, Map<String, Object>> stored = sorted();
        for (Row row : keyspace.session().execute("select * from " + keyspace.name() + ".entry")) {
            stored.put(List.of(row.getInt("account"), row.getInt("seq")), Keyspace.columns(row));
        }
        return stored;
    }

    private static Map<List<Integer>, Map<String, Object>> sorted() {
        return new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    }
}
