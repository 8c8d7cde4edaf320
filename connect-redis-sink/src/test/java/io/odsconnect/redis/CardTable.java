package io.odsconnect.redis;

import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.suite.RandomTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Cards that change at random: inserts, updates, deletes, and bulk rows of what is there, some of them late. */
public final class CardTable {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("CARD_NO", Schema.INT32_SCHEMA)
            .field("CREDIT", Schema.OPTIONAL_INT64_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final RandomTable table;
    private final Random random;
    private long position = 1_000_000;

    /** Makes an empty table of up to {@code cards} cards; the seed is printed. */
    public CardTable(int cards) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        this.random = new Random(seed);
        this.table = new RandomTable(new SourceTable("ods.CARD", ROW, List.of("CARD_NO")), cards, true, random);
    }

    /** Returns the options of a task that writes this table to Redis; the server's come on top. */
    public static Map<String, String> props(String... options) {
        Map<String, String> props = new HashMap<>();
        props.put("name", "cards");
        props.put("topics", "ods.CARD");
        props.put("key.template", "card:{CARD_NO}");
        props.put("retry.backoff.ms", "10");
        props.put("retry.backoff.max.ms", "200");
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return props;
    }

    /** Returns a number that tests may use for choices of their own. */
    public int choose(int bound) {
        return random.nextInt(bound);
    }

    /** Changes the table {@code count} times and returns the records of that. */
    public List<SinkRecord> change(int count) {
        List<SinkRecord> records = new ArrayList<>();
        while (records.size() < count) {
            position += 1 + random.nextInt(3);
            records.addAll(table.change(position));
            if (random.nextInt(5) == 0) {
                // What a bulk load reads is at least as new as the position it gives to it.
                table.bulkRow(position - random.nextInt(50)).ifPresent(records::add);
            }
        }
        return records;
    }

    /** Adds all cards to a table that is empty and returns the records of that. */
    public List<SinkRecord> inserts() {
        position += 1;
        return table.addAll(position);
    }

    /** Returns what Redis has to hold: key to fields, without the position. */
    public Map<String, Map<String, String>> expected() {
        Map<String, Map<String, String>> expected = new HashMap<>();
        for (Struct row : table.rows()) {
            Map<String, String> fields = new HashMap<>();
            ROW.fields().forEach(field -> {
                Object value = row.get(field);
                if (value != null) {
                    fields.put(field.name(), value.toString());
                }
            });
            expected.put("card:" + row.getInt32("CARD_NO"), fields);
        }
        return expected;
    }
}
