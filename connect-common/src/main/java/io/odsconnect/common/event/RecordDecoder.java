package io.odsconnect.common.event;

import io.odsconnect.common.value.CanonicalRowReader;
import io.odsconnect.common.value.CanonicalValues;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.SchemaCache;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads change events from Kafka records: our envelope and any Debezium connector's, flat rows after a flattening
 * transform or from any other producer, with and without schema, and tombstones.
 *
 * <p><b>Skipped</b> is what is no row: Debezium's heartbeats, schema changes, transaction metadata and notifications,
 * logical decoding messages (op {@code m}), and some tombstones (below). A truncate (op {@code t}) is a bad record:
 * to skip it would leave rows that the database no longer has, and no sink knows which.
 *
 * <p><b>Tombstones.</b> A tombstone deletes the row of its key. What it has to say depends on what was read before it,
 * not on an option:
 *
 * <ul>
 *   <li>It has a position: ours in the header {@link EnvelopeFields#POSITION_HEADER}, others' where {@link PositionSource}
 *       says. It is a delete at that position.
 *   <li>It has none, and the delete of its key was read right before it in its partition, as an envelope or as a row with
 *       {@code __op} or {@code __deleted}: it repeats that and is skipped. The delete had its position, if there is any.
 *   <li>It has ours and is the first record of its partition since that was assigned: its delete was read by the last
 *       reader of the partition, so it repeats that. A store that finds the row by the key deletes it once more.
 *   <li>It has none, and no delete was read: flattening has dropped it, compaction has removed it, another task has read
 *       it, or there never was one. It is a delete without a position.
 * </ul>
 *
 * <p>A key that is no struct or map becomes a row of one column named {@code key}. Not safe for use by several
 * threads.
 */
public final class RecordDecoder {

    private static final String PLAIN_KEY = "key";
    private static final String TRUNCATE = "t";
    private static final String MESSAGE = "m";

    private final RecordFormat format;
    private final PositionSource positions;
    private final FieldReader op = new FieldReader(EnvelopeFields.OP);
    private final FieldReader before = new FieldReader(EnvelopeFields.BEFORE);
    private final FieldReader after = new FieldReader(EnvelopeFields.AFTER);
    private final FieldReader source = new FieldReader(EnvelopeFields.SOURCE);
    private final FieldReader commitMicros = new FieldReader(EnvelopeFields.TS_US);
    private final FieldReader commitNanos = new FieldReader(EnvelopeFields.TS_NS);
    private final FieldReader commitMillis = new FieldReader(EnvelopeFields.TS_MS);
    private final CanonicalRowReader rows = new CanonicalRowReader();
    private final FlatRows flatRows;
    private final SchemaCache<RecordKind> kinds = new SchemaCache<>(RecordKind::of);
    private final DeletesRead deletes = new DeletesRead();
    private final Columns plainKey = Columns.of(List.of(PLAIN_KEY));
    private final SchemaCache<Columns> plainKeys = new SchemaCache<>(
            key -> Columns.of(SchemaBuilder.struct().field(PLAIN_KEY, key).build()));

    /**
     * Makes a decoder.
     *
     * @param format how values are to be read
     * @param positions where positions are; {@link PositionSource#none()} where the position rule is off
     */
    public RecordDecoder(RecordFormat format, PositionSource positions) {
        this.format = format;
        this.positions = positions;
        this.flatRows = new FlatRows(positions.fieldsAddedToRows());
    }

    /** Notes that partitions were assigned, and are read from where their last reader has stopped. */
    public void assigned(Collection<TopicPartition> partitions) {
        deletes.assigned(partitions);
    }

    /**
     * Returns the event of a record; null if it has none and is to be skipped.
     *
     * @throws DataException if the record cannot be read; the message says why and never quotes a value
     */
    public @Nullable ChangeEvent decode(SinkRecord record) {
        Origin origin =
                new Origin(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        boolean first = deletes.isFirst(origin);
        Object value = record.value();
        if (value == null) {
            return tombstone(record, origin, first);
        }
        ChangeEvent event = null;
        try {
            event = event(record, origin, value);
            return event;
        } finally {
            if (event == null) {
                deletes.skipped(origin);
            } else {
                deletes.read(origin, event.key(), event.isDelete());
            }
        }
    }

    private @Nullable ChangeEvent event(SinkRecord record, Origin origin, Object value) {
        return switch (kind(record, value)) {
            case NO_ROW -> null;
            case ENVELOPE -> envelope(record, origin, value);
            case NO_ROWS_IN_ENVELOPE -> throw Envelope.noRows();
            case ROW -> flat(record, origin, value);
        };
    }

    private RecordKind kind(SinkRecord record, Object value) {
        RecordKind kind;
        if (value instanceof Struct struct) {
            kind = kinds.get(struct.schema());
        } else if (value instanceof Map<?, ?> map) {
            kind = RecordKind.of(map);
            if (kind == RecordKind.ROW) {
                refuseJsonWithSchema(map);
            }
        } else {
            throw new DataException("The value is a " + value.getClass().getSimpleName()
                    + " and no struct or map: check value.converter" + schemaHint(record));
        }
        if (format == RecordFormat.FLAT) {
            // Without a schema to say so, a row may look like an envelope or a heartbeat and be a row.
            return kind == RecordKind.NO_ROW && value instanceof Struct ? kind : RecordKind.ROW;
        }
        if (format == RecordFormat.ENVELOPE && kind == RecordKind.ROW) {
            throw new DataException(
                    "The value is no change event (it has no op beside before and after), and record.format is envelope");
        }
        return kind;
    }

    private static String schemaHint(SinkRecord record) {
        return record.valueSchema() == null
                ? ""
                : ", which gave it the type " + record.valueSchema().type();
    }

    private static void refuseJsonWithSchema(Map<?, ?> map) {
        if (map.size() == 2 && map.containsKey("schema") && map.containsKey("payload")) {
            throw new DataException("The value is JSON with its schema, read as JSON without: set"
                    + " value.converter.schemas.enable=true");
        }
    }

    private @Nullable ChangeEvent tombstone(SinkRecord record, Origin origin, boolean first) {
        Row key = key(record);
        if (key == null) {
            throw new DataException("The record has neither a key nor a value");
        }
        // Our source sends a delete in full right before its tombstone. Where this is the first record after an
        // assignment,
        // who read the partition before has stopped between the two.
        boolean ours = record.headers().lastWithName(EnvelopeFields.POSITION_HEADER) != null;
        boolean repeats = deletes.isRepeated(origin, key) || (first && ours);
        long position = positions.ofTombstone(record);
        if (repeats && position == ChangeEvent.NO_POSITION) {
            return null;
        }
        return new ChangeEvent(
                Operation.DELETE,
                record.topic(),
                origin,
                key,
                null,
                null,
                position,
                ChangeEvent.NO_TIME,
                record.headers(),
                repeats);
    }

    private @Nullable ChangeEvent envelope(SinkRecord record, Origin origin, Object value) {
        String op = Envelope.code(this.op.get(value));
        if (op.equals(MESSAGE)) {
            return null;
        }
        Operation operation = Operation.ofCode(op).orElseThrow(() -> unknown(op));
        boolean delete = operation == Operation.DELETE;
        Object before = this.before.get(value);
        Object after = delete ? null : this.after.get(value);
        if (!delete && after == null) {
            throw new DataException("The change event has op " + op + " and no row in after");
        }
        if (delete && before == null && record.key() == null) {
            throw new DataException("The change event is a delete with neither a key nor a row in before");
        }
        Object source = this.source.get(value);
        long position = positions.ofEnvelope(record, source, delete ? before : after, delete);
        return event(operation, record, origin, row(before), row(after), position, commitMicros(source));
    }

    private static DataException unknown(String op) {
        return new DataException(
                op.equals(TRUNCATE)
                        ? "The table was truncated (op t), which a sink does not follow: remove the table's rows from the"
                                + " store, then skip this record"
                        : "The change event's op is none of r, c, u, d, m and t");
    }

    private ChangeEvent flat(SinkRecord record, Origin origin, Object value) {
        Row all = required(row(value));
        Row row = flatRows.columnsOnly(all);
        Operation operation = flatOperation(all);
        boolean delete = operation == Operation.DELETE;
        long position = positions.ofRow(record, value, delete);
        return event(
                operation, record, origin, delete ? row : null, delete ? null : row, position, flatCommitMicros(all));
    }

    /** A row that does not say what happened to it is one to be put, whether it is new or not. */
    private static Operation flatOperation(Row row) {
        if (FlatFields.isDeleted(row.get(FlatFields.DELETED))) {
            return Operation.DELETE;
        }
        Object op = row.get(FlatFields.OP);
        if (op == null) {
            return Operation.UPDATE;
        }
        if (op instanceof String text) {
            return Operation.ofCode(text).orElseThrow(() -> unknown(text));
        }
        throw new DataException(
                "The row's " + FlatFields.OP + " is a " + op.getClass().getSimpleName() + " and no text");
    }

    private static long flatCommitMicros(Row row) {
        return EventCommitTime.micros(
                row.get(FlatFields.SOURCE_TS_US), row.get(FlatFields.SOURCE_TS_NS), row.get(FlatFields.SOURCE_TS_MS));
    }

    private long commitMicros(@Nullable Object source) {
        Object micros = commitMicros.get(source);
        return micros instanceof Long number
                ? number
                : EventCommitTime.micros(micros, commitNanos.get(source), commitMillis.get(source));
    }

    private ChangeEvent event(
            Operation operation,
            SinkRecord record,
            Origin origin,
            @Nullable Row before,
            @Nullable Row after,
            long position,
            long committedMicros) {
        return new ChangeEvent(
                operation,
                record.topic(),
                origin,
                key(record),
                before,
                after,
                position,
                committedMicros,
                record.headers());
    }

    private @Nullable Row key(SinkRecord record) {
        Schema schema = record.keySchema();
        Object key = record.key();
        if (key == null) {
            return null;
        }
        try {
            return Fields.isRecord(key)
                    ? row(key)
                    : Row.of(
                            schema == null ? plainKey : plainKeys.get(schema),
                            new @Nullable Object[] {CanonicalValues.of(schema, key)});
        } catch (DataException e) {
            throw new DataException("In the record's key: " + e.getMessage());
        }
    }

    private @Nullable Row row(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return rows.read(struct);
        }
        if (value instanceof Map<?, ?> map) {
            return rows.read(map);
        }
        if (value != null) {
            throw new DataException("A " + value.getClass().getSimpleName() + " stands where a row is due");
        }
        return null;
    }

    private static Row required(@Nullable Row row) {
        if (row == null) {
            throw new DataException("The record has no row");
        }
        return row;
    }
}
