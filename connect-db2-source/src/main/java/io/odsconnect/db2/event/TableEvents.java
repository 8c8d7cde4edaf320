package io.odsconnect.db2.event;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.Operation;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.table.TableShape;
import io.odsconnect.db2.type.ColumnMapping;
import io.odsconnect.db2.type.ColumnTypes;
import io.odsconnect.db2.type.CutRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The records of one table: topics and schemas, made once, and a record for each event. */
public final class TableEvents {

    /** On the delete that a changed key begins with: the key that the row has afterwards. */
    static final String NEW_KEY_HEADER = "__debezium.newkey";
    /** On the add that a changed key ends with: the key that the row had before. */
    static final String OLD_KEY_HEADER = "__debezium.oldkey";

    /** On a record of which large objects were cut: their columns, separated by commas. */
    static final String TRUNCATED_HEADER = "odsconnect.truncated";

    private static final String TRANSACTION = "transaction";

    private final boolean keyHeaders;
    private final TableShape shape;
    private final String name;
    private final String topic;
    private final String bulkTopic;
    private final String compareTopic;
    private final List<ColumnMapping> mappings;
    private final List<ColumnMapping> keyMappings;
    private final Schema rowSchema;
    private final Schema keySchema;
    private final @Nullable Schema recordKeySchema;
    private final Schema envelopeSchema;
    private final Field[] keyFields;
    private final Field[] keyFieldsInRow;
    private final Field before;
    private final Field after;
    private final Field source;
    private final Field op;
    private final Field tsMs;
    private final Field tsUs;
    private final Field tsNs;
    private final @Nullable Field transaction;

    /** Prepares for a table that has a primary key, and whose events do not tell their transaction. */
    public TableEvents(TableShape shape, ColumnTypes types, TopicNames topics) {
        this(shape, types, topics, false, true);
    }

    /**
     * Prepares for a table that has a primary key.
     *
     * @param shape what the table looks like
     * @param types how its columns are mapped
     * @param topics how its topics are named
     * @param transactions whether events tell their unit of work
     * @param keyHeaders whether the records of a changed key carry each other's key in headers
     */
    public TableEvents(
            TableShape shape, ColumnTypes types, TopicNames topics, boolean transactions, boolean keyHeaders) {
        this.keyHeaders = keyHeaders;
        this.shape = shape;
        this.name = shape.id().toString();
        this.topic = topics.changes(shape.id());
        this.bulkTopic = topics.bulk(shape.id());
        this.compareTopic = topics.compare(shape.id());
        this.mappings = shape.columns().stream()
                .map(column -> types.map(shape.id(), column))
                .toList();
        Map<String, ColumnMapping> byName = new HashMap<>();
        mappings.forEach(mapping -> byName.put(mapping.column().name(), mapping));
        String schema = topics.schema(shape.id());
        SchemaBuilder row = SchemaBuilder.struct().name(schema + ".Value").optional();
        mappings.forEach(mapping -> row.field(mapping.field(), mapping.rowSchema()));
        this.rowSchema = row.build();
        SchemaBuilder key = SchemaBuilder.struct().name(schema + ".Key");
        this.keyMappings = shape.key().stream().map(byName::get).toList();
        keyMappings.forEach(mapping -> key.field(mapping.field(), mapping.schema()));
        this.keySchema = key.build();
        this.recordKeySchema = shape.key().isEmpty() ? null : keySchema;
        SchemaBuilder envelope = SchemaBuilder.struct()
                .name(schema + ".Envelope")
                .version(2)
                .field(EnvelopeFields.BEFORE, rowSchema)
                .field(EnvelopeFields.AFTER, rowSchema)
                .field(EnvelopeFields.SOURCE, SourceBlock.SCHEMA)
                .field(EnvelopeFields.OP, Schema.STRING_SCHEMA)
                .field(EnvelopeFields.TS_MS, Schema.OPTIONAL_INT64_SCHEMA)
                .field(EnvelopeFields.TS_US, Schema.OPTIONAL_INT64_SCHEMA)
                .field(EnvelopeFields.TS_NS, Schema.OPTIONAL_INT64_SCHEMA);
        if (transactions) {
            envelope.field(TRANSACTION, TransactionBlock.SCHEMA);
        }
        this.envelopeSchema = envelope.build();
        this.keyFields = keySchema.fields().toArray(Field[]::new);
        this.keyFieldsInRow = keyMappings.stream()
                .map(mapping -> rowSchema.field(mapping.field()))
                .toArray(Field[]::new);
        this.before = envelopeSchema.field(EnvelopeFields.BEFORE);
        this.after = envelopeSchema.field(EnvelopeFields.AFTER);
        this.source = envelopeSchema.field(EnvelopeFields.SOURCE);
        this.op = envelopeSchema.field(EnvelopeFields.OP);
        this.tsMs = envelopeSchema.field(EnvelopeFields.TS_MS);
        this.tsUs = envelopeSchema.field(EnvelopeFields.TS_US);
        this.tsNs = envelopeSchema.field(EnvelopeFields.TS_NS);
        this.transaction = envelopeSchema.field(TRANSACTION);
    }

    /** Returns what the table looks like. */
    public TableShape shape() {
        return shape;
    }

    /** Returns the table. */
    public TableId table() {
        return shape.id();
    }

    /** Returns the table's name, {@code SCHEMA.TABLE}. */
    public String name() {
        return name;
    }

    /** Returns the columns of its rows. */
    public List<ColumnMapping> mappings() {
        return mappings;
    }

    /** Returns the names of those columns. */
    public List<String> columnNames() {
        return shape.columns().stream().map(Column::name).toList();
    }

    /** Returns the names of the key's columns. */
    public List<String> keyNames() {
        return shape.key();
    }

    /** Returns the names of the columns in whose order the table is loaded; empty where no columns tell its rows apart. */
    public List<String> loadKey() {
        return shape.loadKey();
    }

    /** Returns the columns of its key. */
    public List<ColumnMapping> keyMappings() {
        return keyMappings;
    }

    /**
     * Says whether rows hold LOBs, which the driver brings along whole: then it had better choose itself how many rows to
     * bring at once.
     */
    public boolean hasLobs() {
        return shape.columns().stream().anyMatch(Column::isLob);
    }

    /** Returns the schema of its keys. */
    public Schema keySchema() {
        return keySchema;
    }

    /** Returns the schema of its rows. */
    public Schema rowSchema() {
        return rowSchema;
    }

    /** Returns the key of a row. */
    public Struct key(Struct row) {
        Struct key = new Struct(keySchema);
        for (int i = 0; i < keyFields.length; i++) {
            key.put(keyFields[i], row.get(keyFieldsInRow[i]));
        }
        return key;
    }

    /** Says whether records have a key; the others are not told apart by who compacts a topic. */
    public boolean hasKey() {
        return recordKeySchema != null;
    }

    private @Nullable Struct told(Struct key) {
        return recordKeySchema == null ? null : key;
    }

    /** Returns the record of a bulk row. */
    public SourceRecord bulkRow(
            Struct row, Struct sourceBlock, Instant now, Map<String, ?> partition, Map<String, ?> offset) {
        return rowRead(bulkTopic, row, sourceBlock, now, partition, offset);
    }

    /** Returns the record of a row that a compare run has read. */
    public SourceRecord comparedRow(
            String run, Struct row, Struct sourceBlock, Instant now, Map<String, ?> partition, Map<String, ?> offset) {
        SourceRecord compared = rowRead(compareTopic, row, sourceBlock, now, partition, offset);
        CompareRunHeader.add(compared.headers(), run);
        return compared;
    }

    /** Returns the record without key and value that ends the table in a compare run. */
    public SourceRecord endOfRun(String run, RunMarker marker, Map<String, ?> partition, Map<String, ?> offset) {
        Headers headers = new ConnectHeaders();
        marker.addTo(headers, run);
        return new SourceRecord(partition, offset, compareTopic, 0, null, null, null, null, null, headers);
    }

    private SourceRecord rowRead(
            String to, Struct row, Struct sourceBlock, Instant now, Map<String, ?> partition, Map<String, ?> offset) {
        Struct value = envelope(Operation.READ, null, row, sourceBlock, now);
        return marked(
                new SourceRecord(partition, offset, to, null, recordKeySchema, told(key(row)), envelopeSchema, value),
                null,
                row);
    }

    /**
     * Returns the record of a change of the row with {@code key}; {@code transactionBlock} is null where events do not tell
     * their transaction.
     */
    public SourceRecord change(
            Operation operation,
            Struct key,
            @Nullable Struct rowBefore,
            @Nullable Struct rowAfter,
            Struct sourceBlock,
            @Nullable Struct transactionBlock,
            Instant now,
            Map<String, ?> partition,
            Map<String, ?> offset) {
        Struct value = envelope(operation, rowBefore, rowAfter, sourceBlock, now);
        if (transaction != null) {
            value.put(transaction, transactionBlock);
        }
        return marked(
                new SourceRecord(partition, offset, topic, null, recordKeySchema, told(key), envelopeSchema, value),
                rowBefore,
                rowAfter);
    }

    /** Returns the record without a value that follows a delete; its header carries the delete's position. */
    public SourceRecord tombstone(Struct key, long position, Map<String, ?> partition, Map<String, ?> offset) {
        Headers headers = new ConnectHeaders().addLong(EnvelopeFields.POSITION_HEADER, position);
        return new SourceRecord(partition, offset, topic, null, keySchema, key, null, null, null, headers);
    }

    private static SourceRecord marked(SourceRecord record, @Nullable Struct rowBefore, @Nullable Struct rowAfter) {
        if (rowBefore instanceof CutRow || rowAfter instanceof CutRow) {
            Set<String> columns = new LinkedHashSet<>();
            if (rowBefore instanceof CutRow cut) {
                columns.addAll(cut.columns());
            }
            if (rowAfter instanceof CutRow cut) {
                columns.addAll(cut.columns());
            }
            record.headers().addString(TRUNCATED_HEADER, String.join(",", columns));
        }
        return record;
    }

    /** Says on a delete which key its row has afterwards, where headers are to carry keys. */
    public void movedTo(SourceRecord delete, Struct newKey) {
        if (keyHeaders) {
            delete.headers().add(NEW_KEY_HEADER, newKey, keySchema);
        }
    }

    /** Says on an add which key its row had before, where headers are to carry keys. */
    public void movedFrom(SourceRecord add, Struct oldKey) {
        if (keyHeaders) {
            add.headers().add(OLD_KEY_HEADER, oldKey, keySchema);
        }
    }

    private Struct envelope(
            Operation operation,
            @Nullable Struct rowBefore,
            @Nullable Struct rowAfter,
            Struct sourceBlock,
            Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        return new Struct(envelopeSchema)
                .put(before, rowBefore)
                .put(after, rowAfter)
                .put(source, sourceBlock)
                .put(op, operation.code())
                .put(tsMs, nanos / 1_000_000)
                .put(tsUs, nanos / 1000)
                .put(tsNs, nanos);
    }
}
