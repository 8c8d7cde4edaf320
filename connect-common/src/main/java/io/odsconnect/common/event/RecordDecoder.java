package io.odsconnect.common.event;

import io.odsconnect.common.value.CanonicalValues;
import io.odsconnect.common.value.RowReader;
import io.odsconnect.common.value.SchemaCache;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * to skip it would leave rows that the database no longer has, and no sink can tell which.
 *
 * <p><b>Tombstones.</b> A tombstone deletes the row of its key. Ours carry their position in the header {@link
 * EnvelopeFields#POSITION_HEADER}. Debezium's carry none, and repeat the delete event right before them. Where the
 * topic's events have positions, such a tombstone is skipped: written without a position it would take the store back
 * behind the rule (a delete stamped with the current time would hide later changes that are still on their way). Where
 * they have none, nothing is guarded, the order of the partition is all there is, and the tombstone is a delete like
 * any other; so a delete whose event was compacted away is not lost there. Whether a topic's events have positions is
 * told by {@code position.from} or else by the last envelope read from it.
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
    private final RowReader rows = new RowReader();
    private final FlatRows flatRows = new FlatRows();
    private final SchemaCache<RecordKind> kinds = new SchemaCache<>(RecordKind::of);
    private final Set<String> positionedTopics = new HashSet<>();
    private @Nullable String lastTopic;
    private boolean lastPositioned;
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
    }

    /**
     * Returns the event that a record tells; null where it tells none and is to be skipped.
     *
     * @throws DataException if the record cannot be read; the message says why and never quotes a value
     */
    public @Nullable ChangeEvent decode(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            return tombstone(record);
        }
        return switch (kind(record, value)) {
            case NO_ROW -> null;
            case ENVELOPE -> envelope(record, value);
            case ROW -> flat(record, value);
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

    private @Nullable ChangeEvent tombstone(SinkRecord record) {
        if (record.key() == null) {
            throw new DataException("The record has neither a key nor a value");
        }
        long position = positions.ofTombstone(record);
        if (position == ChangeEvent.NO_POSITION && isPositioned(record)) {
            return null;
        }
        return event(Operation.DELETE, record, null, null, position, ChangeEvent.NO_TIME);
    }

    private boolean isPositioned(SinkRecord record) {
        return format != RecordFormat.FLAT
                && (positions.isOfEnvelope() || positionedTopics.contains(record.originalTopic()));
    }

    private @Nullable ChangeEvent envelope(SinkRecord record, Object value) {
        if (!(this.op.get(value) instanceof String op)) {
            throw new DataException("The change event has no op");
        }
        if (op.equals(MESSAGE)) {
            return null;
        }
        Operation operation = Operation.ofCode(op).orElseThrow(() -> unknown(op));
        Object before = this.before.get(value);
        Object after = operation == Operation.DELETE ? null : this.after.get(value);
        if (operation != Operation.DELETE && after == null) {
            throw new DataException("The change event has op " + op + " and no row in after");
        }
        if (operation == Operation.DELETE && before == null && record.key() == null) {
            throw new DataException("The change event is a delete with neither a key nor a row in before");
        }
        Object source = this.source.get(value);
        long position = positions.ofEnvelope(record, source, after == null ? before : after);
        notePositioned(record.originalTopic(), position != ChangeEvent.NO_POSITION);
        return event(operation, record, row(before), row(after), position, commitMicros(source));
    }

    /** Mostly it is as it was with the record before, which is cheaper to see than to look up. */
    private void notePositioned(String topic, boolean positioned) {
        if (positioned == lastPositioned && topic.equals(lastTopic)) {
            return;
        }
        lastTopic = topic;
        lastPositioned = positioned;
        if (positioned) {
            positionedTopics.add(topic);
        } else {
            positionedTopics.remove(topic);
        }
    }

    private static DataException unknown(String op) {
        return new DataException(
                op.equals(TRUNCATE)
                        ? "The table was truncated (op t), which a sink does not follow: remove the table's rows from the"
                                + " store, then skip this record"
                        : "The change event's op is none of r, c, u, d, m and t");
    }

    private ChangeEvent flat(SinkRecord record, Object value) {
        Row all = required(row(value));
        Row row = flatRows.columnsOnly(all);
        long position = positions.ofRow(record, value);
        Operation operation = flatOperation(all);
        boolean delete = operation == Operation.DELETE;
        return event(operation, record, delete ? row : null, delete ? null : row, position, flatCommitMicros(all));
    }

    /** A row that does not say what happened to it is one to be put, whether it is new or not. */
    private static Operation flatOperation(Row row) {
        Object deleted = row.get(FlatFields.DELETED);
        if (Boolean.TRUE.equals(deleted) || "true".equals(deleted)) {
            return Operation.DELETE;
        }
        return row.get(FlatFields.OP) instanceof String op
                ? Operation.ofCode(op).orElseThrow(() -> unknown(op))
                : Operation.UPDATE;
    }

    private static long flatCommitMicros(Row row) {
        return commitMicros(
                row.get(FlatFields.SOURCE_TS_US), row.get(FlatFields.SOURCE_TS_NS), row.get(FlatFields.SOURCE_TS_MS));
    }

    private long commitMicros(@Nullable Object source) {
        if (commitMicros.get(source) instanceof Long micros) {
            return micros;
        }
        return commitMicros(null, commitNanos.get(source), commitMillis.get(source));
    }

    private static long commitMicros(@Nullable Object micros, @Nullable Object nanos, @Nullable Object millis) {
        if (micros instanceof Long number) {
            return number;
        }
        if (nanos instanceof Long number) {
            return Math.floorDiv(number, 1000L);
        }
        return millis instanceof Long number ? number * 1000L : ChangeEvent.NO_TIME;
    }

    private ChangeEvent event(
            Operation operation,
            SinkRecord record,
            @Nullable Row before,
            @Nullable Row after,
            long position,
            long committedMicros) {
        Origin origin =
                new Origin(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        return new ChangeEvent(
                operation,
                record.topic(),
                origin,
                key(record.keySchema(), record.key()),
                before,
                after,
                position,
                committedMicros,
                record.headers());
    }

    private @Nullable Row key(@Nullable Schema schema, @Nullable Object key) {
        if (key == null) {
            return null;
        }
        return Fields.isRecord(key)
                ? row(key)
                : Row.of(
                        schema == null ? plainKey : plainKeys.get(schema),
                        new @Nullable Object[] {CanonicalValues.of(schema, key)});
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
