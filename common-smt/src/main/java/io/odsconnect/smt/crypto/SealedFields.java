package io.odsconnect.smt.crypto;

import io.odsconnect.common.value.SchemaCache;
import io.odsconnect.smt.fields.FieldCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts fields with AES-256-GCM or AES-256-SIV, or decrypts them with the key that each value names. Not safe for use by
 * several threads.
 */
final class SealedFields implements FieldCodec {

    private final FieldAlgorithm algorithm;
    private final @Nullable BoundSealer sealer;
    private final Map<String, BoundSealer> openers = new HashMap<>();
    private final SchemaCache<Schema> schemas;
    private List<String> contexts = List.of("");

    private SealedFields(FieldAlgorithm algorithm, @Nullable BoundSealer sealer) {
        this.algorithm = algorithm;
        this.sealer = sealer;
        this.schemas = new SchemaCache<>(sealer == null ? EncryptedSchemas::plain : EncryptedSchemas::encrypted);
    }

    /** Returns what encrypts fields of these names with {@code key}. */
    static SealedFields sealing(FieldKey key, List<String> fields) {
        return new SealedFields(key.algorithm(), new BoundSealer(key, fields));
    }

    /** Returns what decrypts fields of these names. */
    static SealedFields opening(FieldAlgorithm algorithm, Keyset keyset, List<String> fields) {
        SealedFields opening = new SealedFields(algorithm, null);
        keyset.of(algorithm).forEach(key -> opening.openers.put(key.id(), new BoundSealer(key, fields)));
        return opening;
    }

    @Override
    public Schema schema(Schema field) {
        return schemas.get(field);
    }

    @Override
    public void start(List<String> possible) {
        contexts = possible;
    }

    @Override
    public void row(@Nullable Object[] values) {
        // Each value stands for itself.
    }

    @Override
    public Object code(int field, @Nullable Schema schema, Object value) {
        return sealer == null
                ? open(field, schema, value)
                : sealer.seal(contexts.get(0), field, EncryptedSchemas.physical(schema, value));
    }

    private Object open(int field, @Nullable Schema schema, Object value) {
        if (!(value instanceof String text)) {
            throw new DataException("is no text, and encrypted fields are texts");
        }
        SealedText sealed = SealedText.parse(text);
        BoundSealer opener = openers.get(sealed.keyId());
        if (opener == null) {
            throw new DataException("was encrypted with key " + sealed.keyId() + ", and the keyset has no such key for "
                    + algorithm.title());
        }
        Object physical = opener.open(contexts, field, sealed);
        return schema == null ? physical : EncryptedSchemas.logical(schemas.get(schema), physical);
    }
}
