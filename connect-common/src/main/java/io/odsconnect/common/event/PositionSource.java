package io.odsconnect.common.event;

import io.odsconnect.common.value.CanonicalValues;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where the position of an event is found: the option {@code position.from}.
 *
 * <ul>
 *   <li>{@code auto}: {@code source.position} of an envelope; {@code __position} or {@code __source_position} of a
 *       flat row; the header {@code odsconnect.position} where there is neither, as on tombstones.
 *   <li>{@code source.NAME}: a field of an envelope's {@code source}. {@code ts_ms}, {@code ts_us} and {@code ts_ns}
 *       are brought to microseconds, any other number is taken as it is ({@code source.lsn}).
 *   <li>{@code field:NAME}: a column of the row: a whole number, or a date and time.
 *   <li>{@code header:NAME}: a header: a whole number, or a date and time.
 *   <li>{@code offset}: the record's offset. It orders the records of one partition and nothing else.
 *   <li>{@code none}: no event has a position.
 * </ul>
 *
 * <p>An event may lack a position under {@code auto}; under the others it is a bad record then, except for a
 * tombstone, which has no value to carry one. Not safe for use by several threads.
 */
public final class PositionSource {

    private enum Kind {
        AUTO,
        SOURCE,
        FIELD,
        HEADER,
        OFFSET,
        NONE
    }

    private final Kind kind;
    private final String name;
    private final FieldReader inSource;

    private PositionSource(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
        this.inSource = new FieldReader(kind == Kind.SOURCE ? name : EnvelopeFields.POSITION);
    }

    /**
     * Parses the option's value.
     *
     * @throws IllegalArgumentException with a sentence if it is none of the above
     */
    public static PositionSource parse(String text) {
        if (text.equals("auto")) {
            return new PositionSource(Kind.AUTO, "");
        }
        if (text.equals("none")) {
            return none();
        }
        if (text.equals("offset")) {
            return new PositionSource(Kind.OFFSET, "");
        }
        if (text.startsWith("source.") && text.length() > "source.".length()) {
            return new PositionSource(Kind.SOURCE, text.substring("source.".length()));
        }
        if (text.startsWith("field:") && text.length() > "field:".length()) {
            return new PositionSource(Kind.FIELD, text.substring("field:".length()));
        }
        if (text.startsWith("header:") && text.length() > "header:".length()) {
            return new PositionSource(Kind.HEADER, text.substring("header:".length()));
        }
        throw new IllegalArgumentException(
                "It has to be auto, source.ts_us, source.ts_ms, source.NAME, field:NAME, header:NAME, offset or none");
    }

    /** Returns the source that gives no position. */
    public static PositionSource none() {
        return new PositionSource(Kind.NONE, "");
    }

    /** Says whether positions stand in the envelope, so that what has no envelope has none. */
    boolean isOfEnvelope() {
        return kind == Kind.SOURCE;
    }

    /** Returns the position of a record in the envelope, or {@link ChangeEvent#NO_POSITION}. */
    long ofEnvelope(SinkRecord record, @Nullable Object source, @Nullable Object row) {
        return switch (kind) {
            case AUTO -> {
                Object position = inSource.get(source);
                yield position != null ? number(position, "source.position") : ofHeader(record);
            }
            case SOURCE -> micros(required(inSource.get(source), "source." + name));
            case FIELD -> ofField(row);
            case HEADER -> required(record);
            case OFFSET -> record.originalKafkaOffset();
            case NONE -> ChangeEvent.NO_POSITION;
        };
    }

    /** Returns the position of a flat row, or {@link ChangeEvent#NO_POSITION}. */
    long ofRow(SinkRecord record, Object row) {
        return switch (kind) {
            case AUTO -> {
                Object position = Fields.get(row, FlatFields.POSITION);
                if (position == null) {
                    position = Fields.get(row, FlatFields.SOURCE_POSITION);
                }
                yield position != null ? number(position, FlatFields.POSITION) : ofHeader(record);
            }
            case SOURCE -> micros(required(Fields.get(row, FlatFields.SOURCE_PREFIX + name), "__source_" + name));
            case FIELD -> ofField(row);
            case HEADER -> required(record);
            case OFFSET -> record.originalKafkaOffset();
            case NONE -> ChangeEvent.NO_POSITION;
        };
    }

    /** Returns the position of a tombstone, or {@link ChangeEvent#NO_POSITION}. */
    long ofTombstone(SinkRecord record) {
        return switch (kind) {
            case AUTO, SOURCE, FIELD -> ofHeader(record);
            case HEADER -> {
                Header header = record.headers().lastWithName(name);
                yield header == null || header.value() == null
                        ? ChangeEvent.NO_POSITION
                        : number(header.schema(), header.value(), "header " + name);
            }
            case OFFSET -> record.originalKafkaOffset();
            case NONE -> ChangeEvent.NO_POSITION;
        };
    }

    private static long ofHeader(SinkRecord record) {
        Header header = record.headers().lastWithName(EnvelopeFields.POSITION_HEADER);
        return header == null || header.value() == null
                ? ChangeEvent.NO_POSITION
                : number(header.schema(), header.value(), "header " + EnvelopeFields.POSITION_HEADER);
    }

    private long required(SinkRecord record) {
        Header header = record.headers().lastWithName(name);
        Object value = required(header == null ? null : header.value(), "header " + name);
        return number(header == null ? null : header.schema(), value, "header " + name);
    }

    private long ofField(@Nullable Object row) {
        Object value = required(Fields.get(row, name), "field " + name);
        Schema schema =
                row instanceof Struct struct ? struct.schema().field(name).schema() : null;
        return number(schema, value, "field " + name);
    }

    private long micros(Object value) {
        long number = number(value, "source." + name);
        return switch (name) {
            case EnvelopeFields.TS_MS -> Math.multiplyExact(number, 1000L);
            case EnvelopeFields.TS_NS -> Math.floorDiv(number, 1000L);
            default -> number;
        };
    }

    private static Object required(@Nullable Object value, String where) {
        if (value == null) {
            throw new DataException("The record has no " + where + ", where position.from says its position is");
        }
        return value;
    }

    private static long number(Object value, String where) {
        return number(null, value, where);
    }

    private static long number(@Nullable Schema schema, Object value, String where) {
        Object canonical = CanonicalValues.of(schema, value);
        if (canonical instanceof Long
                || canonical instanceof Integer
                || canonical instanceof Short
                || canonical instanceof Byte) {
            return ((Number) canonical).longValue();
        }
        OptionalLong micros = CanonicalValues.epochMicros(canonical);
        if (micros.isPresent()) {
            return micros.getAsLong();
        }
        if (canonical instanceof String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // Falls through: the exception would quote the value.
            }
        }
        throw new DataException("The position in " + where + " is neither a whole 64-bit number nor a date and time");
    }
}
