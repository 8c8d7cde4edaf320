package io.odsconnect.common.event;

import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A record's value in the envelope that Debezium and our source share, with schema or without. What an envelope is, is
 * recognized by {@link RecordKind} alone, for transforms and sinks.
 */
public final class Envelope {

    private static final String LOOKS_LIKE_ONE =
            "; where it is a row that has the columns of a change event, the sinks read it with record.format=flat";

    private final Object value;

    private Envelope(Object value) {
        this.value = value;
    }

    /**
     * Returns the envelope; empty when the value is none.
     *
     * @throws DataException if it is an envelope whose {@code before} and {@code after} are no rows: what is meant for the
     *     fields of rows would miss it
     */
    public static Optional<Envelope> of(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        return switch (RecordKind.of(value)) {
            case ENVELOPE -> Optional.of(new Envelope(value));
            case NO_ROWS_IN_ENVELOPE -> throw noRows();
            case ROW, NO_ROW -> Optional.empty();
        };
    }

    static DataException noRows() {
        return new DataException("The before and after of the change event are not rows but text or other values, as a"
                + " document store's are: make rows of them with a transform, such as Debezium's"
                + " ExtractNewDocumentState" + LOOKS_LIKE_ONE);
    }

    /**
     * Returns the text in an envelope's {@code op}.
     *
     * @throws DataException if there is none
     */
    static String code(@Nullable Object op) {
        if (op instanceof String text) {
            return text;
        }
        throw new DataException(
                op == null
                        ? "The change event has no op" + LOOKS_LIKE_ONE
                        : "The change event's op is a " + op.getClass().getSimpleName() + " and no text"
                                + LOOKS_LIKE_ONE);
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
}
