package io.odsconnect.smt.crypto;

import io.odsconnect.smt.record.RecordPart;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Encrypts fields of records. Not safe for use by several threads. */
public final class RecordEncryptor {

    private final RecordPart part;
    private final RecordCoder coder;
    private final @Nullable Ff1EncryptCodec ff1;
    private final String header;

    /**
     * Makes an encryptor.
     *
     * @param config with the options of {@link CryptoOptions#forEncrypting()}
     * @throws org.apache.kafka.common.config.ConfigException if they do not fit together
     */
    public RecordEncryptor(AbstractConfig config, RecordPart part) {
        CryptoOptions options = new CryptoOptions(config, part);
        this.part = part;
        this.header = options.header();
        FieldKey key = options.encryptingKey();
        if (key.algorithm() == FieldAlgorithm.FF1) {
            ff1 = new Ff1EncryptCodec(key, options.format(), RecordCoder.names(options));
            coder = new RecordCoder(options, part, ff1);
        } else {
            ff1 = null;
            coder = new RecordCoder(options, part, new SealingCodec(key, RecordCoder.names(options)));
        }
    }

    /**
     * Returns the record with its fields encrypted; the record itself where it does not have the part.
     *
     * @throws DataException if a field cannot be encrypted; tells the field and no value
     */
    public <R extends ConnectRecord<R>> R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        if (ff1 == null) {
            return part.with(record, coder.code(record, value));
        }
        if (record.headers().lastWithName(header) != null) {
            throw new DataException(
                    "It already has a header " + header + ", of fields that were encrypted before; choose "
                            + "another one with option " + CryptoOptions.FF1_HEADER);
        }
        SchemaAndValue coded = coder.code(record, value);
        Headers headers = record.headers().duplicate();
        headers.add(header, ff1.header().text(), Schema.STRING_SCHEMA);
        return part.with(record, coded, headers);
    }
}
