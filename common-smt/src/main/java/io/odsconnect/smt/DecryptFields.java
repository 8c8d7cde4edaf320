package io.odsconnect.smt;

import io.odsconnect.smt.crypto.CryptoOptions;
import io.odsconnect.smt.crypto.RecordCipher;
import io.odsconnect.smt.record.RecordPart;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Decrypts what {@link EncryptFields} has encrypted. What cannot be decrypted fails: a value that was changed or cut,
 * that is not encrypted, or whose key is not in the keyset.
 */
public abstract class DecryptFields<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC = "Decrypt fields that EncryptFields has encrypted."
            + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
            + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = CryptoOptions.forDecrypting();

    DecryptFields(RecordPart part) {
        super("DecryptFields", part, CONFIG_DEF, config -> RecordCipher.decrypting(config, part)::apply);
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
