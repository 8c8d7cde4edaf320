package io.odsconnect.smt.record;

import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.Fields;
import io.odsconnect.common.event.Operation;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A record's value in the envelope that Debezium and our source share, with schema or without. */
public final class Envelope {

    private final Object value;

    private Envelope(Object value) {
        this.value = value;
    }

    /**
     * Returns the envelope; empty when the value is none. An envelope has a text {@code op}, and {@code before} or
     * {@code after} is a row: the sinks go by the same rule.
     */
    public static Optional<Envelope> of(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Field op = struct.schema().field(EnvelopeFields.OP);
            boolean envelope = op != null
                    && op.schema().type() == Schema.Type.STRING
                    && (isRow(struct.schema(), EnvelopeFields.AFTER) || isRow(struct.schema(), EnvelopeFields.BEFORE));
            return envelope ? Optional.of(new Envelope(struct)) : Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            boolean envelope = map.get(EnvelopeFields.OP) instanceof String
                    && (map.get(EnvelopeFields.AFTER) instanceof Map
                            || map.get(EnvelopeFields.BEFORE) instanceof Map
                            || map.get(EnvelopeFields.SOURCE) instanceof Map);
            return envelope ? Optional.of(new Envelope(map)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isRow(Schema envelope, String name) {
        Field field = envelope.field(name);
        return field != null && field.schema().type() == Schema.Type.STRUCT;
    }

    /** Returns the operation; empty when it is none of a row's, such as Debezium's {@code t} for a truncated table. */
    public Optional<Operation> operation() {
        String op = Fields.text(value, EnvelopeFields.OP);
        return op == null ? Optional.empty() : Operation.ofCode(op);
    }

    /** Returns the row before the event; null when the event does not have it. */
    public @Nullable Object before() {
        return Fields.get(value, EnvelopeFields.BEFORE);
    }

    /** Returns the row after the event; null when there is none. */
    public @Nullable Object after() {
        return Fields.get(value, EnvelopeFields.AFTER);
    }

    /** Returns the row that the event is about: the one before a delete, else the one after; null when it has none. */
    public @Nullable Object row() {
        return operation().orElse(null) == Operation.DELETE ? before() : after();
    }

    /** Returns the block that tells where the event comes from; null when it is null. */
    public @Nullable Object source() {
        return Fields.get(value, EnvelopeFields.SOURCE);
    }
}
