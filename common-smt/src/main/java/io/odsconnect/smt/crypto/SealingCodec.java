package io.odsconnect.smt.crypto;

import io.odsconnect.smt.fields.FieldCodec;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Encrypts fields with AES-256-GCM or AES-256-SIV. */
final class SealingCodec implements FieldCodec {

    private final BoundSealer sealer;
    private String context = "";

    SealingCodec(FieldKey key, List<String> fields) {
        sealer = new BoundSealer(key, fields.toArray(String[]::new));
    }

    @Override
    public Schema schema(Schema field) {
        return EncryptedSchemas.encrypted(field);
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
        return sealer.seal(context, field, EncryptedSchemas.physical(schema, value));
    }
}
