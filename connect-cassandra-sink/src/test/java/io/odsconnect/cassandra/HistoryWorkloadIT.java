package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever happens to rows and however it is delivered, in the end each row is read back as it was at any moment. */
@ExtendWith(TestbedExtension.class)
class HistoryWorkloadIT {

    private static final int STEPS = 2000;
    private static final int KEYS = 15;
    private static final String TABLE = "create table %s.entry (account int, seq int, position bigint, operation text,"
            + " commit_time timestamp, note text, primary key ((account), seq, position))"
            + " with clustering order by (seq asc, position desc)";

    private final CassandraServer server;
    private final SourceTable table = new SourceTable(
            "ods.BANK.ENTRY",
            SchemaBuilder.struct()
                    .field("ACCOUNT", Schema.INT32_SCHEMA)
                    .field("SEQ", Schema.INT32_SCHEMA)
                    .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            List.of("ACCOUNT", "SEQ"));
    private final Map<Integer, Struct> rows = new HashMap<>();
    /** What each row has been since which position; a note of its own for a row that is not there. */
    private final Map<Integer, NavigableMap<Long, String>> past = new HashMap<>();

    private final List<SinkRecord> late = new ArrayList<>();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private long position = 1_795_000_000_000_000L;

    HistoryWorkloadIT(CassandraServer server) {
        this.server = server;
    }

    @Test
    void aRowIsReadBackAsItWasAtAnyMoment() {
        System.out.println("HistoryWorkloadIT: repeat with -Dseed=" + seed);
        try (Keyspace keyspace = new Keyspace(server)) {
            keyspace.run(TABLE);
            try (SinkTaskDriver task = new SinkTaskDriver(
                    CassandraSinkTask::new, keyspace.options("entry", "write.mode", "history", "batch.size", "20"))) {
                deliver(task);
                assertThat(task.deadLetterReasons()).isEmpty();
            }
            PreparedStatement asOf = keyspace.session()
                    .prepare("select operation, note from " + keyspace.name()
                            + ".entry where account = ? and seq = ? and position <= ? limit 1");
            past.forEach((key, states) -> states.forEach((since, state) -> {
                for (long moment : List.of(since - 1, since, since + 1)) {
                    BoundStatement query = asOf.bind(key % 3, key / 3, moment);
                    assertThat(state(keyspace.session().execute(query).one()))
                            .as("key %d at %d, seed %d", key, moment, seed)
                            .isEqualTo(expected(states, moment));
                }
            }));
        }
    }

    private static String expected(NavigableMap<Long, String> states, long moment) {
        Map.Entry<Long, String> state = states.floorEntry(moment);
        return state == null ? "gone" : state.getValue();
    }

    private static String state(@Nullable Row row) {
        return row == null || "d".equals(row.getString("operation")) ? "gone" : "note " + row.getString("note");
    }

    private void deliver(SinkTaskDriver task) {
        List<SinkRecord> poll = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            poll.add(change());
            if (random.nextInt(6) == 0) {
                bulkLoadReadsARow();
            }
            if (random.nextInt(8) == 0 && !late.isEmpty()) {
                poll.add(late.remove(random.nextInt(late.size())));
            }
            if (random.nextInt(40) == 0) {
                task.put(poll);
                poll.clear();
                fate(task);
            }
        }
        poll.addAll(late);
        task.put(poll);
        task.flush();
    }

    private void fate(SinkTaskDriver task) {
        switch (random.nextInt(8)) {
            case 0, 1 -> task.commit();
            case 2 -> task.flush();
            case 3 -> task.crashAndRestart(1 + random.nextInt(300));
            case 4 -> task.rewind();
            default -> {
                // The next poll comes.
            }
        }
    }

    private SinkRecord change() {
        // Gaps, in which bulk rows find their place.
        position += 10;
        int key = random.nextInt(KEYS);
        Struct before = rows.get(key);
        int other = random.nextInt(KEYS);
        if (before == null) {
            return table.add(position, put(key));
        }
        if (random.nextInt(3) == 0) {
            remove(key);
            return table.delete(position, before);
        }
        if (random.nextInt(3) == 0 && !rows.containsKey(other)) {
            remove(key);
            return table.update(position, before, put(other));
        }
        return table.update(position, before, put(key));
    }

    private Struct put(int key) {
        Struct row = table.row(
                "ACCOUNT", key % 3, "SEQ", key / 3, "NOTE", random.nextBoolean() ? null : "n" + random.nextInt(1000));
        rows.put(key, row);
        past.computeIfAbsent(key, unused -> new TreeMap<>()).put(position, "note " + row.get("NOTE"));
        return row;
    }

    private void remove(int key) {
        rows.remove(key);
        past.computeIfAbsent(key, unused -> new TreeMap<>()).put(position, "gone");
    }

    private void bulkLoadReadsARow() {
        Struct found = rows.get(random.nextInt(KEYS));
        if (found != null) {
            late.add(table.bulk(position + 5, found));
        }
    }
}
