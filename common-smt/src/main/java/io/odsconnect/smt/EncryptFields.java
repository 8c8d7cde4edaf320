package io.odsconnect.smt;

import io.odsconnect.smt.crypto.CryptoOptions;
import io.odsconnect.smt.crypto.RecordCipher;
import io.odsconnect.smt.record.RecordPart;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Encrypts fields of the row, so that who reads the topic, or the store behind it, does not read them: in an envelope
 * those of {@code before} and {@code after} alike, in a key also those of the headers that hold one. Nulls stay null, and
 * tombstones pass.
 */
public abstract class EncryptFields<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Encrypt fields, randomized with AES-256-GCM, deterministic with AES-256-SIV, or with FF1 keeping their format."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = CryptoOptions.forEncrypting(RecordPart.VALUE);

    EncryptFields(RecordPart part) {
        super(
                "EncryptFields",
                part,
                part == RecordPart.VALUE ? CONFIG_DEF : CryptoOptions.forEncrypting(part),
                config -> RecordCipher.encrypting(config, part)::apply);
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
