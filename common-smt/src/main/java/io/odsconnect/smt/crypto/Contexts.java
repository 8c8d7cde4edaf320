package io.odsconnect.smt.crypto;

import io.odsconnect.common.event.Envelope;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.RecordFacts;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Row;
import io.odsconnect.smt.record.Rows;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What encrypted values of a record are bound to. Without a template it is, for AES-256-GCM, the table as
 * {@code SCHEMA.TABLE}, which is the same on the topic of its bulk rows, on that of its changes and in a store; the topic
 * if a record does not contain its table. For the other algorithms it is one text for all records. Not safe for use by
 * several threads.
 */
final class Contexts {

    /** The default context of AES-256-SIV and FF1, so that equal values of all tables stay equal. */
    private static final String EVERYWHERE = "odsconnect";

    private final @Nullable Template template;
    private final Rows rows = new Rows();

    /** Takes the option; null where it is not set. */
    Contexts(@Nullable Template option, FieldAlgorithm algorithm) {
        template = option == null && algorithm != FieldAlgorithm.AES_256_GCM
                ? Template.parse(CryptoOptions.CONTEXT, EVERYWHERE)
                : option;
    }

    /**
     * Returns what values of this record are bound to when they are encrypted.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the record lacks a field of the template
     */
    String of(ConnectRecord<?> record) {
        return template == null ? tableOrTopic(record) : expand(template, record);
    }

    /**
     * Returns what values of this record may be bound to, the likeliest first: earlier versions bound to the topic.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the record lacks a field of the template
     */
    List<String> possible(ConnectRecord<?> record) {
        String context = of(record);
        return template != null || context.equals(record.topic()) ? List.of(context) : List.of(context, record.topic());
    }

    private static String tableOrTopic(ConnectRecord<?> record) {
        RecordFacts facts = RecordFacts.of(record);
        String schema = facts.sourceText(EnvelopeFields.SCHEMA);
        String table = facts.sourceText(EnvelopeFields.TABLE);
        return schema == null || table == null ? record.topic() : schema + "." + table;
    }

    private String expand(Template wanted, ConnectRecord<?> record) {
        if (!wanted.hasFieldsOfRecord()) {
            return wanted.expand(record.topic(), null, null, record.headers());
        }
        Optional<Envelope> envelope = Envelope.of(record.value());
        Row row = envelope.isPresent() ? row(null, envelope.get().row()) : row(record.valueSchema(), record.value());
        return wanted.expand(record.topic(), row(record.keySchema(), record.key()), row, record.headers());
    }

    private @Nullable Row row(@Nullable Schema schema, @Nullable Object value) {
        return rows.read(schema, value) instanceof Row row ? row : null;
    }
}
