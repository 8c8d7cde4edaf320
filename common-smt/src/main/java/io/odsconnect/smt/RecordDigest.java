package io.odsconnect.smt;

import io.odsconnect.common.event.Envelope;
import io.odsconnect.smt.digest.DigestOptions;
import io.odsconnect.smt.digest.RowDigester;
import io.odsconnect.smt.record.AddedFields;
import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RecordStep;
import io.odsconnect.smt.record.RowEditor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;

/**
 * Puts the digest of a record's row into a header or a field. The digest depends on the names and logical values of
 * the row and on nothing else; {@code docs/canonical-digest.md} says exactly how it is made.
 *
 * <p>In an envelope the row is {@code after}, or {@code before} for a delete. A record without a row passes unchanged:
 * a tombstone, a delete without {@code before}, a truncated table.
 */
public abstract class RecordDigest<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Put a digest of the row, which depends on its names and logical values only, into a header or a field."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = DigestOptions.define(new ConfigDef());

    RecordDigest(RecordPart part) {
        super("RecordDigest", part, CONFIG_DEF, config -> step(part, config));
    }

    private static <R extends ConnectRecord<R>> RecordStep<R> step(RecordPart part, AbstractConfig config) {
        DigestOptions options = new DigestOptions(config);
        RowDigester digest = options.rowDigest();
        String field = options.field();
        if (field == null) {
            String header = Objects.requireNonNull(options.header());
            return record -> toHeader(record, part, digest, header);
        }
        RowEditor editor = new RowEditor(new AddedFields(
                Map.of(field, Schema.OPTIONAL_STRING_SCHEMA),
                (row, edited) -> edited.put(field, digest.of(null, row))));
        return record -> part.edit(record, editor);
    }

    private static <R extends ConnectRecord<R>> R toHeader(
            R record, RecordPart part, RowDigester digest, String header) {
        Object value = part.value(record);
        Optional<Envelope> envelope = Envelope.of(value);
        Object row = envelope.isPresent() ? envelope.get().row() : value;
        if (row == null) {
            return record;
        }
        Schema schema = envelope.isPresent() ? null : part.schema(record);
        return RecordHeaders.with(record, header, Schema.STRING_SCHEMA, digest.of(schema, row));
    }

    /** The digest of the key. */
    public static final class Key<R extends ConnectRecord<R>> extends RecordDigest<R> {

        /** Called by the worker. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** The digest of the value. */
    public static final class Value<R extends ConnectRecord<R>> extends RecordDigest<R> {

        /** Called by the worker. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
