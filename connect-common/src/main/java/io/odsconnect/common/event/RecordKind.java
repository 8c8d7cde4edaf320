package io.odsconnect.common.event;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** What a record's value is, told by its schema or, where it has none, by its fields. */
enum RecordKind {
    /** A change event in the envelope. */
    ENVELOPE,
    /** A row. */
    ROW,
    /** What connectors write beside rows: heartbeats, schema changes, transaction metadata, notifications. */
    NO_ROW;

    private static final String DEBEZIUM = "io.debezium.connector.";
    private static final Set<String> NO_ROW_NAMES =
            Set.of("Heartbeat", "TransactionMetadataValue", "SchemaChangeValue", "Notification");

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
        Field op = schema.field(EnvelopeFields.OP);
        boolean envelope = op != null
                && op.schema().type() == Schema.Type.STRING
                && (isStruct(schema, EnvelopeFields.AFTER) || isStruct(schema, EnvelopeFields.BEFORE));
        return envelope ? ENVELOPE : ROW;
    }

    /** Returns the kind of a value without a schema. */
    static RecordKind of(Map<?, ?> value) {
        if (value.get(EnvelopeFields.OP) instanceof String
                && (value.get(EnvelopeFields.AFTER) instanceof Map
                        || value.get(EnvelopeFields.BEFORE) instanceof Map
                        || value.get(EnvelopeFields.SOURCE) instanceof Map)) {
            return ENVELOPE;
        }
        boolean heartbeat = value.size() == 1 && value.containsKey(EnvelopeFields.TS_MS);
        boolean transaction = value.containsKey("status")
                && value.containsKey("event_count")
                && value.containsKey("data_collections");
        boolean schemaChange = value.containsKey("ddl") && value.containsKey("tableChanges");
        boolean notification = value.containsKey("aggregate_type") && value.containsKey("additional_data");
        return heartbeat || transaction || schemaChange || notification ? NO_ROW : ROW;
    }

    private static boolean isStruct(Schema schema, String name) {
        Field field = schema.field(name);
        return field != null && field.schema().type() == Schema.Type.STRUCT;
    }
}
