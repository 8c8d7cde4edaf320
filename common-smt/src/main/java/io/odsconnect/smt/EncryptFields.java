package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.smt.crypto.CryptoOptions;
import io.odsconnect.smt.crypto.RecordEncryptor;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordPart;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts fields of the row, so that who reads the topic, or the store behind it, does not read them: in an envelope
 * those of {@code before} and {@code after} alike. Nulls stay null, and tombstones pass.
 */
public abstract class EncryptFields<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Encrypt fields, randomized with AES-256-GCM, deterministic with AES-256-SIV, or with FF1 keeping their format."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = CryptoOptions.forEncrypting();

    private final RecordPart part;
    private @Nullable RecordEncryptor encryptor;

    EncryptFields(RecordPart part) {
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
        encryptor = new RecordEncryptor(new AbstractConfig(CONFIG_DEF, props, false), part);
    }

    @Override
    public R apply(R record) {
        if (encryptor == null) {
            throw new IllegalStateException("EncryptFields is not configured");
        }
        try {
            return encryptor.apply(record);
        } catch (DataException e) {
            throw Failures.of("EncryptFields", part.word(), record, e);
        }
    }

    @Override
    public void close() {
        encryptor = null;
    }

    /** Encrypts the key. */
    public static final class Key<R extends ConnectRecord<R>> extends EncryptFields<R> {

        /** Called by the worker. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Encrypts the value. */
    public static final class Value<R extends ConnectRecord<R>> extends EncryptFields<R> {

        /** Called by the worker. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
