package io.odsconnect.smt.crypto;

import io.odsconnect.common.value.SchemaCache;
import io.odsconnect.smt.fields.FieldCodec;
import io.odsconnect.smt.fields.FieldOptions;
import io.odsconnect.smt.fields.FieldsEdit;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts or decrypts fields of the key or value of records; of a key also those of the headers that hold one. Not safe
 * for use by several threads.
 */
public final class RecordCipher {

    private final RecordPart part;
    private final boolean encrypts;
    private final FieldCodec codec;
    private final @Nullable Ff1Fields ff1;
    private final String ff1Header;
    private final Contexts contexts;
    private final boolean whole;
    private final RowEditor editor;
    private final SchemaCache<Schema> wholeSchemas;

    private RecordCipher(CryptoOptions options, RecordPart part, boolean encrypts, FieldCodec codec) {
        this.part = part;
        this.encrypts = encrypts;
        this.codec = codec;
        this.ff1 = codec instanceof Ff1Fields fields ? fields : null;
        this.ff1Header = options.header();
        this.contexts = new Contexts(options.context(), options.algorithm());
        this.whole = options.fields().isEmpty();
        this.editor = new RowEditor(new FieldsEdit(options.fields(), codec, options.ignoreMissing()));
        this.wholeSchemas = new SchemaCache<>(codec::schema);
    }

    /**
     * Makes one that encrypts.
     *
     * @param config with the options of {@link CryptoOptions#forEncrypting}
     * @throws org.apache.kafka.common.config.ConfigException if they do not fit together
     */
    public static RecordCipher encrypting(AbstractConfig config, RecordPart part) {
        CryptoOptions options = new CryptoOptions(config, part, true);
        FieldKey key = options.encryptingKey();
        FieldCodec codec = key.algorithm() == FieldAlgorithm.FF1
                ? Ff1Fields.encrypting(key, options.format(), options.keyForUnsuitable(), names(options))
                : SealedFields.sealing(key, names(options));
        return new RecordCipher(options, part, true, codec);
    }

    /**
     * Makes one that decrypts.
     *
     * @param config with the options of {@link CryptoOptions#forDecrypting}
     * @throws org.apache.kafka.common.config.ConfigException if they do not fit together
     */
    public static RecordCipher decrypting(AbstractConfig config, RecordPart part) {
        CryptoOptions options = new CryptoOptions(config, part, false);
        FieldCodec codec = options.algorithm() == FieldAlgorithm.FF1
                ? Ff1Fields.decrypting(options.keyset(), options.format(), names(options))
                : SealedFields.opening(options.algorithm(), options.keyset(), names(options));
        return new RecordCipher(options, part, false, codec);
    }

    /** Returns the names that a codec gets: those of the fields, or the empty one for a key or value as a whole. */
    private static List<String> names(CryptoOptions options) {
        return options.fields().isEmpty() ? List.of("") : options.fields();
    }

    /**
     * Returns the record with its fields encrypted or decrypted; the record itself where it does not have the part.
     *
     * @throws DataException if a field cannot be encrypted or decrypted; the message names the field and contains no value
     */
    public <R extends ConnectRecord<R>> R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        startFf1(record);
        codec.start(encrypts ? List.of(contexts.of(record)) : contexts.possible(record));
        SchemaAndValue coded = code(part.schema(record), value);
        Headers headers = part.editKeys(record.headers(), this::codeHeader);
        return part.with(record, coded, ff1 == null ? headers : withFf1Header(headers, ff1));
    }

    private void startFf1(ConnectRecord<?> record) {
        if (ff1 == null) {
            return;
        }
        Header header = record.headers().lastWithName(ff1Header);
        if (encrypts && header != null) {
            throw new DataException(
                    "It already has a header " + ff1Header + ", of fields that were encrypted before; choose "
                            + "another one with option " + CryptoOptions.FF1_HEADER);
        }
        if (!encrypts) {
            if (header == null) {
                throw new DataException(
                        "It has no header " + ff1Header + ", which EncryptFields writes beside what it encrypts");
            }
            ff1.header(Ff1Header.parse(ff1Header, header.value()));
        }
    }

    private Headers withFf1Header(Headers headers, Ff1Fields fields) {
        Headers changed = headers.duplicate();
        changed.remove(ff1Header);
        return encrypts ? changed.add(ff1Header, fields.header().text(), Schema.STRING_SCHEMA) : changed;
    }

    private SchemaAndValue code(@Nullable Schema schema, Object value) {
        return whole ? codeWhole(schema, value) : editor.edit(schema, value);
    }

    /**
     * A key in a header was encrypted together with the record's key, or, by versions that did not yet do so, not at all: it
     * is decrypted where it can be and else stays as it is, since nothing but the key itself depends on it.
     */
    private SchemaAndValue codeHeader(@Nullable SchemaAndValue key) {
        SchemaAndValue present = key == null ? SchemaAndValue.NULL : key;
        if (encrypts) {
            return code(present.schema(), present.value());
        }
        try {
            return code(present.schema(), present.value());
        } catch (DataException e) {
            return present;
        }
    }

    private SchemaAndValue codeWhole(@Nullable Schema schema, Object value) {
        if (value instanceof Struct || value instanceof Map) {
            throw new DataException("It is a struct or map: name the fields in option " + FieldOptions.FIELDS);
        }
        try {
            Schema coded = schema == null ? null : wholeSchemas.get(schema);
            codec.row(new @Nullable Object[] {value});
            return new SchemaAndValue(coded, codec.code(0, schema, value));
        } catch (DataException e) {
            throw new DataException("It " + e.getMessage());
        }
    }
}
