package io.odsconnect.smt.crypto;

import org.jspecify.annotations.Nullable;

/** Authenticated encryption with one key. Not safe for use by several threads. */
interface Sealer {

    /**
     * Encrypts.
     *
     * @param associated what has to be the same when the result is opened; it is not in the result
     */
    byte[] seal(byte[] plain, byte[] associated);

    /**
     * Decrypts; null if {@code sealed} was changed or cut, or made with another key or other associated data. Which of
     * these cannot be distinguished.
     */
    byte @Nullable [] open(byte[] sealed, byte[] associated);

    /** Returns what makes and opens values with this key. */
    static Sealer of(FieldKey key) {
        return switch (key.algorithm()) {
            case AES_256_GCM -> new AesGcm(key.bytes(), new Nonces());
            case AES_256_SIV -> new AesSivSealer(key.bytes());
            case FF1 -> throw new IllegalArgumentException("FF1 is not authenticated");
        };
    }
}
