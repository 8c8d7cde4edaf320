package io.odsconnect.aerospike;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Record;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A table that changes at random: rows are added, updated, moved to another key or another set, given an end or none, and
 * deleted; each delete is told twice, as by our source, the second time by a tombstone that does not tell the set. It
 * gives the records of that, and what the server has to hold. The seed is printed; {@code -Dseed=…} runs it again.
 */
final class RandomTable {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("KIND", Schema.STRING_SCHEMA)
            .field("A", Schema.OPTIONAL_STRING_SCHEMA)
            .field("B", Schema.OPTIONAL_INT64_SCHEMA)
            .field("GOES", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final List<String> KINDS = List.of("a", "b", "c");
    private static final long HOUR = 3600;

    private final SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));
    private final Map<Long, Struct> rows = new HashMap<>();
    private final String sets;
    private final int ids;
    private final Random random;
    private final long now = System.currentTimeMillis() / 1000;
    private long position = 1_000_000;

    /**
     * Makes an empty table.
     *
     * @param sets the beginning of the names of its sets, which nobody else has
     * @param ids how many rows it has at most
     */
    RandomTable(String sets, int ids) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        this.sets = sets;
        this.ids = ids;
        this.random = new Random(seed);
    }

    /** Returns the options that say how its rows are kept, with more of them in turn. */
    Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>(
                Map.of("set.template", sets + "{KIND}", "ttl.field", "GOES", "ttl.field.format", "epoch.s"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    /** Returns a number from 0 up that tests may use for choices of their own. */
    int choose(int bound) {
        return random.nextInt(bound);
    }

    /** Changes the table so often and returns the records of that. */
    List<SinkRecord> change(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changeOne(records);
        }
        return records;
    }

    /** Reads a third of the rows as a bulk load does: as they are now, at the position up to which changes are known. */
    List<SinkRecord> readSomeInBulk() {
        List<Long> some = new ArrayList<>(rows.keySet());
        Collections.shuffle(some, random);
        List<SinkRecord> records = new ArrayList<>();
        for (Long id : some.subList(0, some.size() / 3)) {
            records.add(table.bulk(position, rowOf(id)));
        }
        return records;
    }

    /** Adds rows or updates them, where they are, and returns the records of that. */
    List<SinkRecord> write(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long id = random.nextInt(ids);
            Struct before = rows.get(id);
            Struct after = randomRow(id, before == null ? randomKind() : before.getString("KIND"), false);
            put(records, before, after);
        }
        return records;
    }

    private void changeOne(List<SinkRecord> records) {
        long id = random.nextInt(ids);
        long to = random.nextInt(ids);
        Struct before = rows.get(id);
        int what = random.nextInt(10);
        if (before != null && what < 3) {
            position += 1 + random.nextInt(3);
            rows.remove(id);
            records.add(table.delete(position, before));
            records.add(table.tombstone(position, before));
        } else if (before != null && what < 5 && !rows.containsKey(to)) {
            rows.remove(id);
            put(records, before, randomRow(to, randomKind(), true));
        } else {
            put(records, before, randomRow(id, randomKind(), true));
        }
    }

    private void put(List<SinkRecord> records, @Nullable Struct before, Struct after) {
        position += 1 + random.nextInt(3);
        rows.put(after.getInt64("ID"), after);
        records.add(before == null ? table.add(position, after) : table.update(position, before, after));
    }

    private Struct randomRow(long id, String kind, boolean mayBeOver) {
        return table.row(
                "ID",
                id,
                "KIND",
                kind,
                "A",
                random.nextInt(4) == 0 ? null : "a" + random.nextInt(1000),
                "B",
                random.nextInt(4) == 0 ? null : random.nextLong(),
                "GOES",
                switch (random.nextInt(mayBeOver ? 8 : 7)) {
                    case 0, 1, 2 -> now + (2 + random.nextInt(8)) * HOUR;
                    case 7 -> now - HOUR;
                    default -> null;
                });
    }

    private String randomKind() {
        return KINDS.get(random.nextInt(KINDS.size()));
    }

    private Struct rowOf(Long id) {
        Struct row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException("No row " + id);
        }
        return row;
    }

    /** Returns what the server has to hold: set and key, and the bins, with the hours that the row has left. */
    Map<String, Map<String, Object>> expected() {
        Map<String, Map<String, Object>> expected = new TreeMap<>();
        rows.forEach((id, row) -> {
            Long goes = row.getInt64("GOES");
            if (goes == null || goes > now) {
                Map<String, Object> bins = new TreeMap<>();
                ROW.fields().stream()
                        .filter(field -> row.get(field) != null)
                        .forEach(field -> bins.put(field.name(), row.get(field)));
                bins.put("hours", goes == null ? "for ever" : (goes - now) / HOUR);
                expected.put(sets + row.getString("KIND") + " " + id, bins);
            }
        });
        return expected;
    }

    /** Returns what a namespace holds of the table. */
    Map<String, Map<String, Object>> stored(AerospikeClient client, String namespace) {
        Map<String, Map<String, Object>> stored = Collections.synchronizedMap(new TreeMap<>());
        for (String kind : KINDS) {
            client.scanAll(
                    null,
                    namespace,
                    sets + kind,
                    (key, record) -> stored.put(key.setName + " " + key.userKey, binsAndHours(record)));
        }
        return stored;
    }

    private Map<String, Object> binsAndHours(Record record) {
        Map<String, Object> bins = new TreeMap<>(record.bins);
        // Which event wrote a row last is not told by the table; that there was one is.
        if (!(bins.remove("__position") instanceof Long)) {
            throw new AssertionError("A row has no position");
        }
        int left = record.getTimeToLive();
        long end = System.currentTimeMillis() / 1000 + left;
        bins.put("hours", left < 0 ? "for ever" : Math.round((end - now) / (double) HOUR));
        return bins;
    }
}
