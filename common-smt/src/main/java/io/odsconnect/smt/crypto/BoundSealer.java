package io.odsconnect.smt.crypto;

import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Seals the values of some fields with one key, each bound to the context and its field. Keeps what it binds to from
 * record to record, since the context mostly stays the same. Not safe for use by several threads.
 */
final class BoundSealer {

    private final FieldKey key;
    private final String prefix;
    private final Sealer sealer;
    private final List<String> fields;
    private final byte[][] associated;
    private @Nullable String context;

    BoundSealer(FieldKey key, List<String> fields) {
        this.key = key;
        this.prefix = SealedText.prefix(key);
        this.sealer = Sealer.of(key);
        this.fields = List.copyOf(fields);
        this.associated = new byte[fields.size()][];
    }

    /**
     * Returns the encrypted form of a value.
     *
     * @throws DataException if the value has none; half a sentence that contains no value
     */
    String seal(String current, int field, Object physical) {
        return SealedText.of(prefix, sealer.seal(PlainForm.of(physical), associated(current, field)));
    }

    /**
     * Returns the value.
     *
     * @param contexts what it may be bound to
     * @throws DataException if it was changed, or made with another key, context or field; half a sentence that
     * contains no value
     */
    Object open(List<String> contexts, int field, SealedText sealed) {
        byte[] bytes = sealed.bytes();
        for (String each : contexts) {
            byte[] plain = sealer.open(bytes, associated(each, field));
            if (plain != null) {
                return PlainForm.read(plain);
            }
        }
        boolean boundToField = key.algorithm() == FieldAlgorithm.AES_256_GCM;
        throw new DataException("cannot be decrypted: it was changed or cut, or encrypted with another key " + key.id()
                + ", another algorithm than " + key.algorithm().title() + ", or for another "
                + (boundToField ? "field or context" : "context") + ", which option " + CryptoOptions.CONTEXT
                + " is about");
    }

    private byte[] associated(String current, int field) {
        if (!current.equals(context)) {
            for (int i = 0; i < fields.size(); i++) {
                associated[i] = AssociatedData.of(key, current, fields.get(i));
            }
            context = current;
        }
        return associated[field];
    }
}
