package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.smt.digest.DigestOptions;
import io.odsconnect.smt.digest.RowDigest;
import io.odsconnect.smt.record.AddedFields;
import io.odsconnect.smt.record.Envelope;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Puts the digest of a record's row into a header or a field. The digest depends on the names and logical values of
 * the row and on nothing else; {@code docs/canonical-digest.md} says exactly how it is made.
 *
 * <p>In an envelope the row is {@code after}, or {@code before} for a delete. A record without a row passes unchanged:
 * a tombstone, a delete without {@code before}, a truncated table.
 */
public abstract class RecordDigest<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Put a digest of the row, which depends on its names and logical values only, into a header or a field."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = DigestOptions.define(new ConfigDef());

    private final RecordPart part;
    private @Nullable UnaryOperator<R> step;

    RecordDigest(RecordPart part) {
        this.part = part;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void configure(Map<String, ?> props) {
        DigestOptions options = new DigestOptions(new AbstractConfig(CONFIG_DEF, props, false));
        RowDigest digest = options.rowDigest();
        String field = options.field();
        step = field == null ? toHeader(digest, Objects.requireNonNull(options.header())) : toField(digest, field);
    }

    @Override
    public R apply(R record) {
        if (part.value(record) == null) {
            return record;
        }
        if (step == null) {
            throw new IllegalStateException("RecordDigest is not configured");
        }
        try {
            return step.apply(record);
        } catch (DataException | IllegalArgumentException e) {
            throw Failures.of("RecordDigest", part.word(), record, e);
        }
    }

    @Override
    public void close() {
        step = null;
    }

    private UnaryOperator<R> toHeader(RowDigest digest, String header) {
        return record -> {
            Object value = part.value(record);
            Optional<Envelope> envelope = Envelope.of(value);
            Object row = envelope.isPresent() ? envelope.get().row() : value;
            if (row == null) {
                return record;
            }
            Schema schema = envelope.isPresent() ? null : part.schema(record);
            return RecordHeaders.with(record, header, Schema.STRING_SCHEMA, digest.of(schema, row));
        };
    }

    private UnaryOperator<R> toField(RowDigest digest, String field) {
        RowEditor editor = new RowEditor(new AddedFields(
                Map.of(field, Schema.OPTIONAL_STRING_SCHEMA),
                (row, edited) -> edited.put(field, digest.of(null, row))));
        return record ->
                part.with(record, editor.edit(part.schema(record), Objects.requireNonNull(part.value(record))));
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
