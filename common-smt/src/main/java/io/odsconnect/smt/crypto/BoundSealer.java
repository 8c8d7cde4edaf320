package io.odsconnect.smt.crypto;

import org.jspecify.annotations.Nullable;

/**
 * Seals the values of some fields with one key, each bound to the context and its field. Keeps what it binds to from
 * record to record, since the context mostly stays the same. Not safe for use by several threads.
 */
final class BoundSealer {

    private final FieldKey key;
    private final String prefix;
    private final Sealer sealer;
    private final String[] fields;
    private final byte[][] associated;
    private @Nullable String context;

    BoundSealer(FieldKey key, String[] fields) {
        this.key = key;
        this.prefix = SealedText.prefix(key);
        this.sealer = Sealer.of(key);
        this.fields = fields.clone();
        this.associated = new byte[fields.length][];
    }

    /** Returns the encrypted form of a value. */
    String seal(String context, int field, Object physical) {
        return SealedText.of(prefix, sealer.seal(PlainForm.of(physical), associated(context, field)));
    }

    /** Returns the plain form; null if the value was changed, or made with another key, context or field. */
    byte @Nullable [] open(String context, int field, byte[] sealed) {
        return sealer.open(sealed, associated(context, field));
    }

    private byte[] associated(String current, int field) {
        if (!current.equals(context)) {
            for (int i = 0; i < fields.length; i++) {
                associated[i] = AssociatedData.of(key, current, fields[i]);
            }
            context = current;
        }
        return associated[field];
    }
}
