package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.template.Template;
import io.odsconnect.smt.record.Envelope;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.Rows;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record's key a text from fields of the key, the row and the headers. In an envelope the row is
 * {@code after}, or {@code before} for a delete.
 *
 * <p>A tombstone gets its key in the same way, from what it has. Where that is not enough it is an error: a tombstone
 * that kept its old key would delete nothing, and nobody would know.
 */
public final class KeyTemplate<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Make the record's key a text from fields of the key, the row and the headers.";

    /** Option: the template. */
    public static final String TEMPLATE = "template";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    TEMPLATE,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Template.validator(),
                    Importance.HIGH,
                    "The new key, a text with fields in braces, such as client:{CLIENT_ID}:card:{CARD_NO}.");

    private final Rows rows = new Rows();
    private @Nullable Template template;

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
        template = Template.parse(TEMPLATE, new AbstractConfig(CONFIG_DEF, props, false).getString(TEMPLATE));
    }

    @Override
    public R apply(R record) {
        if (template == null) {
            throw new IllegalStateException("KeyTemplate is not configured");
        }
        try {
            Optional<Envelope> envelope = Envelope.of(record.value());
            Row value =
                    envelope.isPresent() ? row(null, envelope.get().row()) : row(record.valueSchema(), record.value());
            String key =
                    template.expand(record.topic(), row(record.keySchema(), record.key()), value, record.headers());
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    Schema.STRING_SCHEMA,
                    key,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp());
        } catch (DataException e) {
            throw Failures.of("KeyTemplate", "key", record, e);
        }
    }

    @Override
    public void close() {
        template = null;
    }

    private @Nullable Row row(@Nullable Schema schema, @Nullable Object value) {
        return rows.read(schema, value) instanceof Row row ? row : null;
    }
}
