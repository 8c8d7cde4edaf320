package io.odsconnect.common.event;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a record's value is, by its schema or, if it has none, by its fields. An envelope is recognized by its shape and
 * not by what it holds: a row before or after beside {@code op}; either of the two, whatever it is, beside {@code op} and
 * {@code source}; or nothing but fields of the envelope. So an envelope that cannot be read is never taken for a row.
 */
enum RecordKind {
    /** A change event in the envelope. */
    ENVELOPE,
    /** A change event whose {@code before} and {@code after} are no rows, such as a document store's JSON. */
    NO_ROWS_IN_ENVELOPE,
    /** A row. */
    ROW,
    /** What connectors write beside rows: heartbeats, schema changes, transaction metadata, messages, notifications. */
    NO_ROW;

    private static final String DEBEZIUM = "io.debezium.connector.";
    private static final String ENVELOPE_NAME = ".Envelope";
    private static final Set<String> NO_ROW_NAMES =
            Set.of("Heartbeat", "TransactionMetadataValue", "SchemaChangeValue", "Notification", "MessageValue");

    /** In a document store's event: what changed, as JSON. Older connectors have {@link #PATCH}. */
    private static final String UPDATE_DESCRIPTION = "updateDescription";

    private static final String PATCH = "patch";

    /** What a decoding message has beside its op and source. */
    private static final String MESSAGE = "message";

    private static final Set<String> ENVELOPE_FIELDS = Set.of(
            EnvelopeFields.BEFORE,
            EnvelopeFields.AFTER,
            EnvelopeFields.OP,
            EnvelopeFields.SOURCE,
            EnvelopeFields.TS_MS,
            EnvelopeFields.TS_US,
            EnvelopeFields.TS_NS,
            "transaction",
            "filter",
            PATCH,
            UPDATE_DESCRIPTION);

    /** Returns the kind of a value; {@link #ROW} of what is neither struct nor map. */
    static RecordKind of(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return of(struct.schema());
        }
        return value instanceof Map<?, ?> map ? of(map) : ROW;
    }

    /** Returns the kind of values with this schema. */
    static RecordKind of(Schema schema) {
        if (schema.type() != Schema.Type.STRUCT) {
            return ROW;
        }
        String name = schema.name();
        if (name != null
                && name.startsWith(DEBEZIUM)
                && NO_ROW_NAMES.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return NO_ROW;
        }
        Field before = schema.field(EnvelopeFields.BEFORE);
        Field after = schema.field(EnvelopeFields.AFTER);
        if (before == null && after == null) {
            return ROW;
        }
        boolean op = schema.field(EnvelopeFields.OP) != null;
        boolean rows = (before == null || isRow(before)) && (after == null || isRow(after));
        boolean anyRow = (before != null && isRow(before)) || (after != null && isRow(after));
        Field source = schema.field(EnvelopeFields.SOURCE);
        boolean named = name != null && name.endsWith(ENVELOPE_NAME);
        if (!named && !isEnvelope(op, anyRow, source != null && isRow(source), () -> names(schema))) {
            return ROW;
        }
        return rows ? ENVELOPE : NO_ROWS_IN_ENVELOPE;
    }

    /** Returns the kind of a value without a schema. */
    static RecordKind of(Map<?, ?> value) {
        Object op = value.get(EnvelopeFields.OP);
        Object before = value.get(EnvelopeFields.BEFORE);
        Object after = value.get(EnvelopeFields.AFTER);
        boolean source = value.get(EnvelopeFields.SOURCE) instanceof Map;
        boolean image = value.containsKey(EnvelopeFields.BEFORE) || value.containsKey(EnvelopeFields.AFTER);
        boolean anyRow = before instanceof Map || after instanceof Map;
        // A truncate and a message have neither row, and a converter may leave out what is null. What has anything else
        // is
        // a row: taken for an envelope, none of its fields would be found, not even by what is to encrypt them.
        boolean bare = op instanceof String && source && hasOnlyWhatBareEnvelopesHave(value);
        if (bare || (image && isEnvelope(value.containsKey(EnvelopeFields.OP), anyRow, source, value::keySet))) {
            boolean rows = (before == null || before instanceof Map) && (after == null || after instanceof Map);
            boolean document = !anyRow && (value.containsKey(UPDATE_DESCRIPTION) || value.containsKey(PATCH));
            return rows && !document ? ENVELOPE : NO_ROWS_IN_ENVELOPE;
        }
        boolean heartbeat = value.size() == 1 && value.containsKey(EnvelopeFields.TS_MS);
        boolean transaction = value.containsKey("status")
                && value.containsKey("event_count")
                && value.containsKey("data_collections");
        boolean schemaChange = value.containsKey("ddl") && value.containsKey("tableChanges");
        boolean notification = value.containsKey("aggregate_type") && value.containsKey("additional_data");
        return heartbeat || transaction || schemaChange || notification ? NO_ROW : ROW;
    }

    /** Says whether what has {@code before} or {@code after} is an envelope. */
    private static boolean isEnvelope(boolean op, boolean anyRow, boolean source, Supplier<Set<?>> names) {
        return (op && (anyRow || source)) || ((op || source) && isNothingElse(names.get()));
    }

    private static boolean hasOnlyWhatBareEnvelopesHave(Map<?, ?> value) {
        return value.keySet().stream()
                .allMatch(name ->
                        name instanceof String text && (ENVELOPE_FIELDS.contains(text) || text.equals(MESSAGE)));
    }

    private static boolean isNothingElse(Set<?> names) {
        return names.stream().allMatch(name -> name instanceof String text && ENVELOPE_FIELDS.contains(text));
    }

    private static Set<String> names(Schema schema) {
        return schema.fields().stream().map(Field::name).collect(Collectors.toSet());
    }

    private static boolean isRow(Field field) {
        return field.schema().type() == Schema.Type.STRUCT;
    }
}
