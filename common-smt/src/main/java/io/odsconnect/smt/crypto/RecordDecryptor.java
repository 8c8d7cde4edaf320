package io.odsconnect.smt.crypto;

import io.odsconnect.smt.record.RecordPart;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decrypts what a {@link RecordEncryptor} encrypted. Not safe for use by several threads. */
public final class RecordDecryptor {

    private final RecordPart part;
    private final RecordCoder coder;
    private final @Nullable Ff1DecryptCodec ff1;
    private final String header;

    /**
     * Makes a decryptor.
     *
     * @param config with the options of {@link CryptoOptions#forDecrypting()}
     * @throws org.apache.kafka.common.config.ConfigException if they do not fit together
     */
    public RecordDecryptor(AbstractConfig config, RecordPart part) {
        CryptoOptions options = new CryptoOptions(config, part);
        this.part = part;
        this.header = options.header();
        if (options.algorithm() == FieldAlgorithm.FF1) {
            ff1 = new Ff1DecryptCodec(options.keyset(), options.format(), RecordCoder.names(options));
            coder = new RecordCoder(options, part, ff1);
        } else {
            ff1 = null;
            coder = new RecordCoder(
                    options, part, new OpeningCodec(options.algorithm(), options.keyset(), RecordCoder.names(options)));
        }
    }

    /**
     * Returns the record with its fields decrypted; the record itself where it does not have the part.
     *
     * @throws DataException if a field cannot be decrypted; tells the field and no value
     */
    public <R extends ConnectRecord<R>> R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        if (ff1 == null) {
            return part.with(record, coder.code(record, value));
        }
        Header found = record.headers().lastWithName(header);
        if (found == null) {
            throw new DataException(
                    "It has no header " + header + ", which EncryptFields writes beside what it encrypts");
        }
        ff1.header(Ff1Header.parse(header, found.value()));
        SchemaAndValue coded = coder.code(record, value);
        Headers headers = record.headers().duplicate();
        headers.remove(header);
        return part.with(record, coded, headers);
    }
}
