package io.odsconnect.smt.crypto;

import io.odsconnect.common.value.SchemaCache;
import io.odsconnect.smt.fields.FieldCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Decrypts what {@link SealingCodec} encrypted, with the key that each value names. */
final class OpeningCodec implements FieldCodec {

    private final FieldAlgorithm algorithm;
    private final Map<String, BoundSealer> sealers = new HashMap<>();
    private final SchemaCache<Schema> schemas = new SchemaCache<>(EncryptedSchemas::plain);
    private String context = "";

    OpeningCodec(FieldAlgorithm algorithm, Keyset keyset, List<String> fields) {
        this.algorithm = algorithm;
        keyset.of(algorithm).forEach(key -> sealers.put(key.id(), new BoundSealer(key, fields.toArray(String[]::new))));
    }

    @Override
    public Schema schema(Schema field) {
        return schemas.get(field);
    }

    @Override
    public void start(String newContext) {
        context = newContext;
    }

    @Override
    public void row(@Nullable Object[] values) {
        // Each value stands for itself.
    }

    @Override
    public Object code(int field, @Nullable Schema schema, Object value) {
        if (!(value instanceof String text)) {
            throw new DataException("is no text, and encrypted fields are texts");
        }
        SealedText sealed = SealedText.parse(text);
        BoundSealer sealer = sealers.get(sealed.keyId());
        if (sealer == null) {
            throw new DataException("was encrypted with key " + sealed.keyId() + ", and the keyset has no such key for "
                    + algorithm.title());
        }
        byte[] plain = sealer.open(context, field, sealed.bytes());
        if (plain == null) {
            throw new DataException("cannot be decrypted: it was changed or cut, or encrypted with another key "
                    + sealed.keyId() + ", another algorithm than " + algorithm.title() + ", or for another "
                    + (algorithm == FieldAlgorithm.AES_256_GCM ? "field or context" : "context"));
        }
        Object physical = PlainForm.read(plain);
        return schema == null ? physical : EncryptedSchemas.logical(schemas.get(schema), physical);
    }
}
