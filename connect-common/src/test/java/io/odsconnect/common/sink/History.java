package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A made-up table: its changes in commit order, bulk loads while it changed, the topics that came of them, and the
 * rows that it has in the end. Changes of a row's key are one event on the partition of the new key.
 */
final class History {

    private static final String CHANGES = "ods.T";
    private static final String BULK = "ods.T.bulk";
    /** Stands for a name that is null. */
    private static final String NULL = "null";

    /** The row that a store's client cannot send. */
    static final String POISON = "poison";

    private static final int IDS = 4;
    private static final int PARTITIONS = 2;

    final Map<String, String> rows = new HashMap<>();
    final Map<TopicPartition, List<SinkRecord>> topics = new LinkedHashMap<>();
    private final IntUnaryOperator choose;
    private final boolean guarded;
    private long position = 100;
    private String lastId = "";

    /**
     * Makes a history of so many steps; {@code choose} gives a number below its argument. One that is not guarded by
     * positions has only what comes out right without them: no bulk rows, and each row's changes in one partition.
     */
    History(int steps, boolean guarded, IntUnaryOperator choose) {
        this.guarded = guarded;
        this.choose = choose;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            topics.put(new TopicPartition(CHANGES, partition), new ArrayList<>());
            topics.put(new TopicPartition(BULK, partition), new ArrayList<>());
        }
        for (int step = 0; step < steps; step++) {
            if (choose.applyAsInt(12) == 0) {
                append(CHANGES, POISON, "c", null, row(POISON, "v" + step), ++position);
            } else if (guarded && choose.applyAsInt(6) == 0) {
                bulkLoad();
            } else {
                change(choose.applyAsInt(5) == 0 ? NULL : "v" + step);
            }
        }
    }

    private void change(String name) {
        String id = "id" + choose.applyAsInt(IDS);
        String other = "id" + choose.applyAsInt(IDS);
        // Changes of one row in a row may stand at one position, as where positions are commit times.
        position += id.equals(lastId) ? choose.applyAsInt(2) : 1;
        lastId = id;
        String old = rows.get(id);
        if (old == null) {
            rows.put(id, name);
            append(CHANGES, id, "c", null, row(id, name), position);
        } else if (choose.applyAsInt(4) == 0) {
            rows.remove(id);
            append(CHANGES, id, "d", row(id, old), null, position);
            if (choose.applyAsInt(2) == 0) {
                tombstone(id);
            }
        } else if (guarded && choose.applyAsInt(3) == 0 && !rows.containsKey(other)) {
            rows.remove(id);
            rows.put(other, name);
            position++;
            lastId = "";
            append(CHANGES, other, "u", row(id, old), row(other, name), position);
        } else {
            rows.put(id, name);
            append(CHANGES, id, "u", row(id, old), row(id, name), position);
        }
    }

    /** Every row as it is, at the position of some time before it was read. */
    private void bulkLoad() {
        long before = position - choose.applyAsInt(5);
        lastId = "";
        rows.forEach((id, name) -> append(BULK, id, "r", null, row(id, name), before));
    }

    private static Map<String, @Nullable Object> row(String id, String name) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("ID", id);
        row.put("NAME", name.equals(NULL) ? null : name);
        return row;
    }

    private void append(
            String topic,
            String id,
            String op,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after,
            long at) {
        TopicPartition to = partition(topic, id);
        List<SinkRecord> records = records(to);
        records.add(event(topic, to.partition(), records.size(), op, before, after, at));
    }

    private void tombstone(String id) {
        TopicPartition to = partition(CHANGES, id);
        List<SinkRecord> records = records(to);
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("odsconnect.position", position);
        Map<String, Object> key = Map.of("ID", id);
        records.add(new SinkRecord(
                to.topic(),
                to.partition(),
                null,
                key,
                null,
                null,
                records.size(),
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers));
    }

    /** Returns the records of a partition, each at the offset of its place in the list. */
    List<SinkRecord> records(TopicPartition partition) {
        return Objects.requireNonNull(topics.get(partition));
    }

    private static TopicPartition partition(String topic, String id) {
        return new TopicPartition(topic, Math.floorMod(id.hashCode(), PARTITIONS));
    }
}
