package io.odsconnect.common.event;

import io.odsconnect.common.value.HeaderText;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
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
 *   <li>{@code source.NAME}: a field of an envelope's {@code source}; of what has no envelope the field or header
 *       {@code __source_NAME}. {@code ts_ms}, {@code ts_us} and {@code ts_ns} are brought to microseconds, any other
 *       number is taken as it is ({@code source.lsn}).
 *   <li>{@code field:NAME}: a column of the row: a whole number, or a date and time. The row of a delete is the last
 *       version there was, so the delete's position is one higher: it holds against that version, and loses to the next.
 *   <li>{@code header:NAME}: a header: a whole number, or a date and time.
 *   <li>{@code offset}: the record's offset. It orders the records of one partition and nothing else.
 *   <li>{@code none}: no event has a position.
 * </ul>
 *
 * <p>An event may lack a position under {@code auto}, and a delete under {@code field:NAME}, where it may tell the key
 * alone. Everything else without its position is a bad record, except for a tombstone, which has no value to carry one.
 * What would not fit into 64 bits is a bad record as well. Not safe for use by several threads.
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
    private final String sourceInRow;
    private final FieldReader inSource;

    private PositionSource(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
        this.sourceInRow = FlatFields.SOURCE_PREFIX + name;
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

    /** Returns the fields that flattening adds to a row for the position's sake: they are no columns. */
    Set<String> fieldsAddedToRows() {
        return kind == Kind.SOURCE ? Set.of(sourceInRow) : Set.of();
    }

    /**
     * Returns the position of a record in the envelope, or {@link ChangeEvent#NO_POSITION}.
     *
     * @param source the block that describes the origin of the event
     * @param row the row after the change, of a delete the one before
     * @param delete whether the row goes
     */
    long ofEnvelope(ConnectRecord<?> record, @Nullable Object source, @Nullable Object row, boolean delete) {
        return switch (kind) {
            case AUTO -> {
                Object position = inSource.get(source);
                yield position != null ? number(position, "source.position") : ofOwnHeader(record);
            }
            case SOURCE -> micros(null, required(inSource.get(source), "source." + name), "source." + name);
            case FIELD -> ofField(row, delete);
            case HEADER -> required(record);
            case OFFSET -> offset(record);
            case NONE -> ChangeEvent.NO_POSITION;
        };
    }

    /** Returns the position of a flat row, or {@link ChangeEvent#NO_POSITION}; {@code delete} says that the row goes. */
    long ofRow(ConnectRecord<?> record, Object row, boolean delete) {
        return switch (kind) {
            case AUTO -> {
                Object position = Fields.get(row, FlatFields.POSITION);
                if (position == null) {
                    position = Fields.get(row, FlatFields.SOURCE_POSITION);
                }
                yield position != null ? number(position, FlatFields.POSITION) : ofOwnHeader(record);
            }
            case SOURCE -> {
                Object position = Fields.get(row, sourceInRow);
                long inHeader = position == null ? ofSourceHeader(record) : ChangeEvent.NO_POSITION;
                yield inHeader == ChangeEvent.NO_POSITION
                        ? micros(null, required(position, sourceInRow), sourceInRow)
                        : inHeader;
            }
            case FIELD -> ofField(row, delete);
            case HEADER -> required(record);
            case OFFSET -> offset(record);
            case NONE -> ChangeEvent.NO_POSITION;
        };
    }

    /**
     * Returns the position of a tombstone, or {@link ChangeEvent#NO_POSITION}. A header counts only where it is in the
     * unit of the topic's other positions: {@code odsconnect.position} would stand above every log position and version,
     * and hide all that comes.
     */
    long ofTombstone(ConnectRecord<?> record) {
        return switch (kind) {
            case AUTO -> ofOwnHeader(record);
            case SOURCE -> ofSourceHeader(record);
            case HEADER -> ofHeader(record, name);
            case OFFSET -> offset(record);
            case FIELD, NONE -> ChangeEvent.NO_POSITION;
        };
    }

    private static long offset(ConnectRecord<?> record) {
        return record instanceof SinkRecord sunk ? sunk.originalKafkaOffset() : ChangeEvent.NO_POSITION;
    }

    private static long ofOwnHeader(ConnectRecord<?> record) {
        return ofHeader(record, EnvelopeFields.POSITION_HEADER);
    }

    /** Looks for the header in which flattening leaves a field of {@code source} where it adds none to the row. */
    private long ofSourceHeader(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName(sourceInRow);
        if (header != null && header.value() != null) {
            return micros(header.schema(), HeaderText.read(header.value()), "header " + sourceInRow);
        }
        return name.equals(EnvelopeFields.POSITION) ? ofOwnHeader(record) : ChangeEvent.NO_POSITION;
    }

    private static long ofHeader(ConnectRecord<?> record, String header) {
        Header found = record.headers().lastWithName(header);
        return found == null || found.value() == null
                ? ChangeEvent.NO_POSITION
                : number(found.schema(), HeaderText.read(found.value()), "header " + header);
    }

    private long required(ConnectRecord<?> record) {
        long position = ofHeader(record, name);
        if (position == ChangeEvent.NO_POSITION) {
            throw missing("header " + name);
        }
        return position;
    }

    private long ofField(@Nullable Object row, boolean delete) {
        Object value = Fields.get(row, name);
        if (value == null && delete) {
            return ChangeEvent.NO_POSITION;
        }
        String where = "field " + name;
        Schema schema = row instanceof Struct struct && value != null
                ? struct.schema().field(name).schema()
                : null;
        long position = number(schema, required(value, where), where);
        if (!delete) {
            return position;
        }
        if (position == Long.MAX_VALUE) {
            throw outOfRange(where);
        }
        return position + 1;
    }

    /** Returns the position that a field of {@code source} gives, a time in microseconds. */
    private long micros(@Nullable Schema schema, Object value, String where) {
        long number = number(schema, value, where);
        if (name.equals(EnvelopeFields.TS_NS)) {
            return Math.floorDiv(number, 1000L);
        }
        if (!name.equals(EnvelopeFields.TS_MS)) {
            return number;
        }
        try {
            return Math.multiplyExact(number, 1000L);
        } catch (ArithmeticException e) {
            throw outOfRange(where);
        }
    }

    private static Object required(@Nullable Object value, String where) {
        if (value == null) {
            throw missing(where);
        }
        return value;
    }

    private static DataException missing(String where) {
        return new DataException("The record has no " + where + ", where position.from says its position is");
    }

    private static DataException outOfRange(String where) {
        return new DataException("The position in " + where + " does not fit into 64 bits");
    }

    private static long number(Object value, String where) {
        return number(null, value, where);
    }

    private static long number(@Nullable Schema schema, Object value, String where) {
        OptionalLong number = Positions.of(schema, value, where);
        if (number.isEmpty()) {
            throw new DataException(
                    "The position in " + where + " is neither a whole 64-bit number nor a date and time");
        }
        if (number.getAsLong() == ChangeEvent.NO_POSITION) {
            throw outOfRange(where);
        }
        return number.getAsLong();
    }
}
