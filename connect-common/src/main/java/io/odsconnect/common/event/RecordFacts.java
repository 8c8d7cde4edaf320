package io.odsconnect.common.event;

import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a record contains about its event: from the envelope; where the row is flat, from the fields that flattening
 * adds; where the value is null, from what a tombstone means. The same as {@link RecordDecoder} reads, one fact at a time
 * and without the row.
 */
public final class RecordFacts {

    private final ConnectRecord<?> record;
    private final RecordKind kind;

    private RecordFacts(ConnectRecord<?> record, RecordKind kind) {
        this.record = record;
        this.kind = kind;
    }

    /** Returns the facts of a record; nothing is read until it is asked for. */
    public static RecordFacts of(ConnectRecord<?> record) {
        return new RecordFacts(record, RecordKind.of(record.value()));
    }

    /**
     * Returns what happened to the row; empty if the record does not say, or is about no row. A record with a key alone
     * is a delete.
     *
     * @throws DataException if a flat row says in an unknown way whether it is deleted
     */
    public Optional<Operation> operation() {
        if (record.value() == null) {
            return record.key() == null ? Optional.empty() : Optional.of(Operation.DELETE);
        }
        if (kind == RecordKind.NO_ROW) {
            return Optional.empty();
        }
        if (kind == RecordKind.ROW && FlatFields.isDeleted(Fields.get(record.value(), FlatFields.DELETED))) {
            return Optional.of(Operation.DELETE);
        }
        String op = Fields.text(record.value(), kind == RecordKind.ROW ? FlatFields.OP : EnvelopeFields.OP);
        return op == null ? Optional.empty() : Operation.ofCode(op);
    }

    /**
     * Returns the position of the event as {@code position.from=auto} finds it, in microseconds as our source gives it; null
     * when the record has none.
     *
     * @throws DataException if what stands there is no position
     */
    public @Nullable Long position() {
        PositionSource auto = PositionSource.parse("auto");
        Object value = record.value();
        long position;
        if (value == null) {
            position = auto.ofTombstone(record);
        } else if (kind == RecordKind.ROW) {
            position = auto.ofRow(record, value, false);
        } else {
            position = auto.ofEnvelope(record, Fields.get(value, EnvelopeFields.SOURCE), null, false);
        }
        return position == ChangeEvent.NO_POSITION ? null : (Long) position;
    }

    /**
     * Returns when the event happened, in microseconds since the epoch: the commit time of the source, else the
     * record's timestamp; null when it has neither, or they do not fit into 64 bits.
     */
    public @Nullable Long eventMicros() {
        long micros = EventCommitTime.micros(
                sourceNumber(EnvelopeFields.TS_US),
                sourceNumber(EnvelopeFields.TS_NS),
                sourceNumber(EnvelopeFields.TS_MS));
        if (micros == ChangeEvent.NO_TIME) {
            micros = EventCommitTime.micros(null, null, record.timestamp());
        }
        return micros == ChangeEvent.NO_TIME ? null : (Long) micros;
    }

    /** Returns a text of the source block; null when there is none. */
    public @Nullable String sourceText(String field) {
        return isFlat()
                ? Fields.text(record.value(), FlatFields.SOURCE_PREFIX + field)
                : Fields.text(Fields.get(record.value(), EnvelopeFields.SOURCE), field);
    }

    /** Returns a whole number of the source block; null when there is none. */
    public @Nullable Long sourceNumber(String field) {
        return isFlat()
                ? Fields.number(record.value(), FlatFields.SOURCE_PREFIX + field)
                : Fields.number(Fields.get(record.value(), EnvelopeFields.SOURCE), field);
    }

    private boolean isFlat() {
        return kind == RecordKind.ROW || kind == RecordKind.NO_ROW;
    }

    /** Returns the version of the value's schema; null without one. */
    public @Nullable Integer schemaVersion() {
        return record.valueSchema() == null ? null : record.valueSchema().version();
    }
}
