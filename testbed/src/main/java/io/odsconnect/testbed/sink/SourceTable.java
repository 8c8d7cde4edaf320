package io.odsconnect.testbed.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A table whose changes are made up: it gives the records that a source writes for them, in the envelope. Bulk rows go
 * to a topic of their own, {@code <topic>.bulk}. Offsets count up by partition.
 */
public final class SourceTable {

    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("source")
            .field("position", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private final String topic;
    private final Schema row;
    private final Schema key;
    private final Schema envelope;
    private final int partitions;
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    /**
     * Makes a table of which all is in partition 0.
     *
     * @param topic the topic of its changes
     * @param row its columns
     * @param key the names of those that are its primary key
     */
    public SourceTable(String topic, Schema row, List<String> key) {
        this(topic, row, key, 1);
    }

    /**
     * Makes a table whose rows are spread over partitions by their keys, the same ones wherever this runs.
     *
     * @param topic the topic of its changes
     * @param row its columns
     * @param key the names of those that are its primary key
     * @param partitions how many partitions each of its topics has
     */
    public SourceTable(String topic, Schema row, List<String> key, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
        this.row = row;
        SchemaBuilder keyBuilder = SchemaBuilder.struct();
        key.forEach(column -> keyBuilder.field(column, row.field(column).schema()));
        this.key = keyBuilder.build();
        SchemaBuilder optional = SchemaBuilder.struct().optional();
        row.fields().forEach(field -> optional.field(field.name(), field.schema()));
        Schema optionalRow = optional.build();
        this.envelope = SchemaBuilder.struct()
                .field("before", optionalRow)
                .field("after", optionalRow)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .field("source", SOURCE)
                .build();
    }

    /** Returns the topic of the changes. */
    public String topic() {
        return topic;
    }

    /** Returns the topic of the bulk rows. */
    public String bulkTopic() {
        return topic + ".bulk";
    }

    /** Returns the columns. */
    public Schema columns() {
        return row;
    }

    /** Returns the columns of the primary key. */
    public Schema keyColumns() {
        return key;
    }

    /** Returns a row from names and values in turn; columns that are left out are null. */
    public Struct row(@Nullable Object... namesAndValues) {
        Struct struct = new Struct(row);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            struct.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return struct;
    }

    /** Returns the record of a row as a bulk load found it. */
    public SinkRecord bulk(long position, Struct found) {
        return event(bulkTopic(), "r", position, null, found);
    }

    /** Returns the record of a row that was added. */
    public SinkRecord add(long position, Struct added) {
        return event(topic, "c", position, null, added);
    }

    /** Returns the record of a row that was replaced; its key is that of the row after. */
    public SinkRecord update(long position, Struct before, Struct after) {
        return event(topic, "u", position, before, after);
    }

    /** Returns the record of an update without the row before. */
    public SinkRecord updateWithoutBefore(long position, Struct after) {
        return event(topic, "u", position, null, after);
    }

    /** Returns the record of a row that was deleted. */
    public SinkRecord delete(long position, Struct before) {
        return event(topic, "d", position, before, null);
    }

    /** Returns the tombstone of a row, with its position in a header. */
    public SinkRecord tombstone(long position, Struct before) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("odsconnect.position", position);
        Struct keyed = keyOf(before);
        TopicPartition to = partitionOf(topic, keyed);
        return new SinkRecord(
                topic,
                to.partition(),
                key,
                keyed,
                null,
                null,
                nextOffset(to),
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    private SinkRecord event(
            String toTopic, String op, long position, @Nullable Struct before, @Nullable Struct after) {
        Struct source = new Struct(SOURCE).put("position", position).put("ts_us", position);
        Struct value = new Struct(envelope)
                .put("before", before == null ? null : optional(before, "before"))
                .put("after", after == null ? null : optional(after, "after"))
                .put("op", op)
                .put("source", source);
        Struct keyed = keyOf(after == null ? requireBefore(before) : after);
        TopicPartition to = partitionOf(toTopic, keyed);
        return new SinkRecord(toTopic, to.partition(), key, keyed, envelope, value, nextOffset(to));
    }

    private static Struct requireBefore(@Nullable Struct before) {
        if (before == null) {
            throw new IllegalArgumentException("An event without a row");
        }
        return before;
    }

    private Struct optional(Struct from, String field) {
        Struct to = new Struct(envelope.field(field).schema());
        for (Field column : row.fields()) {
            to.put(column.name(), from.get(column));
        }
        return to;
    }

    private Struct keyOf(Struct of) {
        Struct struct = new Struct(key);
        for (Field column : key.fields()) {
            struct.put(column, of.get(column.name()));
        }
        return struct;
    }

    private TopicPartition partitionOf(String of, Struct keyed) {
        int hash = 1;
        for (Field column : key.fields()) {
            hash = 31 * hash + Objects.hashCode(keyed.get(column));
        }
        return new TopicPartition(of, Math.floorMod(hash, partitions));
    }

    private long nextOffset(TopicPartition of) {
        return offsets.merge(of, 1L, Long::sum) - 1;
    }
}
