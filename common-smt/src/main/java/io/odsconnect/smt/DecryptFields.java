package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.smt.crypto.CryptoOptions;
import io.odsconnect.smt.crypto.RecordDecryptor;
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
 * Decrypts what {@link EncryptFields} has encrypted. What cannot be decrypted fails: a value that was changed or cut,
 * that is not encrypted, or whose key is not in the keyset.
 */
public abstract class DecryptFields<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC = "Decrypt fields that EncryptFields has encrypted."
            + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
            + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = CryptoOptions.forDecrypting();

    private final RecordPart part;
    private @Nullable RecordDecryptor decryptor;

    DecryptFields(RecordPart part) {
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
        decryptor = new RecordDecryptor(new AbstractConfig(CONFIG_DEF, props, false), part);
    }

    @Override
    public R apply(R record) {
        if (decryptor == null) {
            throw new IllegalStateException("DecryptFields is not configured");
        }
        try {
            return decryptor.apply(record);
        } catch (DataException e) {
            throw Failures.of("DecryptFields", part.word(), record, e);
        }
    }

    @Override
    public void close() {
        decryptor = null;
    }

    /** Decrypts the key. */
    public static final class Key<R extends ConnectRecord<R>> extends DecryptFields<R> {

        /** Called by the worker. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Decrypts the value. */
    public static final class Value<R extends ConnectRecord<R>> extends DecryptFields<R> {

        /** Called by the worker. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
