package io.odsconnect.cassandra;

import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A table of cards whose rows change at random, with a bulk load whose rows come late; and what it holds in the end. */
final class CardChanges {

    /** Creates the table in a keyspace. A read asks no other replica than the consistency level demands. */
    static final String CREATE =
            "create table %s.card (id bigint primary key, name text, note text) with speculative_retry = 'NONE'";

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));
    private final TreeMap<Long, Struct> rows = new TreeMap<>();
    private final ArrayDeque<SinkRecord> lateBulkRows = new ArrayDeque<>();
    private final Random random;
    private final int keys;
    private long position = 1_795_000_000_000_000L;

    /** Makes a table of at most so many rows. */
    CardChanges(int keys) {
        this.keys = keys;
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CardChanges: repeat with -Dseed=" + seed);
        this.random = new Random(seed);
    }

    /** Changes so many rows, and reads some for the bulk load, of which some come behind newer changes of their rows. */
    List<SinkRecord> change(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(change());
            Struct found = rows.get(choose(keys));
            if (found != null && random.nextInt(4) == 0) {
                lateBulkRows.add(table.bulk(position, found));
            }
            if (random.nextInt(5) == 0 && !lateBulkRows.isEmpty()) {
                records.add(lateBulkRows.removeFirst());
            }
        }
        return records;
    }

    /** Deletes all rows but every fourth. */
    List<SinkRecord> deleteMost() {
        List<SinkRecord> records = new ArrayList<>();
        for (long key = 0; key < keys; key++) {
            Struct gone = key % 4 == 0 ? null : rows.remove(key);
            if (gone != null) {
                records.add(table.delete(++position, gone));
            }
        }
        return records;
    }

    /** Returns what is left of the bulk load. */
    List<SinkRecord> lateBulkRows() {
        List<SinkRecord> left = List.copyOf(lateBulkRows);
        lateBulkRows.clear();
        return left;
    }

    private SinkRecord change() {
        position += 1 + random.nextInt(3);
        long key = choose(keys);
        Struct before = rows.get(key);
        if (before != null && random.nextInt(3) == 0) {
            rows.remove(key);
            return table.delete(position, before);
        }
        Struct after = table.row("ID", key, "NAME", anyText(), "NOTE", anyText());
        rows.put(key, after);
        return before == null ? table.add(position, after) : table.update(position, before, after);
    }

    private @Nullable String anyText() {
        return random.nextBoolean() ? null : "text " + random.nextInt(1000);
    }

    private long choose(int bound) {
        return random.nextInt(bound);
    }

    /** Returns the rows that are there now, as {@link #row} gives them, by their id. */
    Map<Long, List<@Nullable Object>> expected() {
        Map<Long, List<@Nullable Object>> expected = new TreeMap<>();
        rows.forEach((key, row) -> expected.put(key, row(row.get("NAME"), row.get("NOTE"))));
        return expected;
    }

    /** Returns a row without its id. */
    static List<@Nullable Object> row(@Nullable Object name, @Nullable Object note) {
        return Arrays.asList(name, note);
    }
}
