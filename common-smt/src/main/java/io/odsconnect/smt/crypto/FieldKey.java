package io.odsconnect.smt.crypto;

import java.security.MessageDigest;

/** A secret key with its name. It is for one algorithm. Only {@link #bytes()} returns the secret. */
final class FieldKey {

    private final String id;
    private final FieldAlgorithm algorithm;
    private final byte[] bytes;

    FieldKey(String id, FieldAlgorithm algorithm, byte[] bytes) {
        this.id = id;
        this.algorithm = algorithm;
        this.bytes = bytes.clone();
    }

    String id() {
        return id;
    }

    FieldAlgorithm algorithm() {
        return algorithm;
    }

    /** Returns a copy of the key itself. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** Says whether both are the same secret, whatever their names and algorithms. */
    boolean isSameSecretAs(FieldKey other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /** Returns the name and the algorithm. */
    @Override
    public String toString() {
        return "key " + id + " for " + algorithm.title();
    }
}
