package io.odsconnect.smt.record;

import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.Fields;
import io.odsconnect.common.event.FlatFields;
import io.odsconnect.common.event.Operation;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record tells about the event in it: from the envelope; where the row is flat, from the fields that flattening
 * adds; where the value is null, from what a tombstone means.
 */
public final class RecordFacts {

    private static final long MICROS_IN_MILLI = 1000;
    private static final long NANOS_IN_MICRO = 1000;

    private final ConnectRecord<?> record;
    private final @Nullable Envelope envelope;

    private RecordFacts(ConnectRecord<?> record, @Nullable Envelope envelope) {
        this.record = record;
        this.envelope = envelope;
    }

    /** Returns the facts of a record; nothing is read until it is asked for. */
    public static RecordFacts of(ConnectRecord<?> record) {
        return new RecordFacts(record, Envelope.of(record.value()).orElse(null));
    }

    /** Returns what happened to the row; empty when the record does not tell. */
    public Optional<Operation> operation() {
        if (record.value() == null) {
            return Optional.of(Operation.DELETE);
        }
        if (envelope != null) {
            return envelope.operation();
        }
        Object deleted = Fields.get(record.value(), FlatFields.DELETED);
        if (Boolean.TRUE.equals(deleted) || "true".equals(deleted)) {
            return Optional.of(Operation.DELETE);
        }
        String op = Fields.text(record.value(), FlatFields.OP);
        return op == null ? Optional.empty() : Operation.ofCode(op);
    }

    /** Returns the position of the event, in microseconds as our source gives it; null when the record does not tell. */
    public @Nullable Long position() {
        Long position = sourceNumber(EnvelopeFields.POSITION);
        if (position == null && envelope == null) {
            position = Fields.number(record.value(), FlatFields.POSITION);
        }
        if (position == null) {
            Header header = record.headers().lastWithName(EnvelopeFields.POSITION_HEADER);
            position = header != null && header.value() instanceof Number number ? (Long) number.longValue() : null;
        }
        return position;
    }

    /**
     * Returns when the event happened, in microseconds since the epoch: the commit time that the source tells, else the
     * record's timestamp; null when it has neither.
     */
    public @Nullable Long eventMicros() {
        Long micros = sourceNumber(EnvelopeFields.TS_US);
        if (micros != null) {
            return micros;
        }
        Long nanos = sourceNumber(EnvelopeFields.TS_NS);
        if (nanos != null) {
            return Math.floorDiv(nanos, NANOS_IN_MICRO);
        }
        Long millis = sourceNumber(EnvelopeFields.TS_MS);
        if (millis == null) {
            millis = record.timestamp();
        }
        return millis == null ? null : (Long) Math.multiplyExact(millis, MICROS_IN_MILLI);
    }

    /** Returns a text of the block that tells where the event comes from; null when there is none. */
    public @Nullable String sourceText(String field) {
        return envelope != null
                ? Fields.text(envelope.source(), field)
                : Fields.text(record.value(), FlatFields.SOURCE_PREFIX + field);
    }

    /** Returns a whole number of the block that tells where the event comes from; null when there is none. */
    public @Nullable Long sourceNumber(String field) {
        return envelope != null
                ? Fields.number(envelope.source(), field)
                : Fields.number(record.value(), FlatFields.SOURCE_PREFIX + field);
    }

    /** Returns the version of the value's schema; null without one. */
    public @Nullable Integer schemaVersion() {
        return record.valueSchema() == null ? null : record.valueSchema().version();
    }
}
