package io.odsconnect.smt.crypto;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.subtle.AesSiv;
import java.security.GeneralSecurityException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** AES-SIV, RFC 5297, by Tink: the synthetic initialization vector of 16 bytes, then the encrypted bytes. */
final class AesSivSealer implements Sealer {

    private final DeterministicAead siv;

    /** Takes a key of 64 bytes. */
    AesSivSealer(byte[] key) {
        try {
            siv = new AesSiv(key);
        } catch (GeneralSecurityException e) {
            throw new ConnectException("This Java runtime cannot encrypt with AES-SIV", e);
        }
    }

    @Override
    public byte[] seal(byte[] plain, byte[] associated) {
        try {
            return siv.encryptDeterministically(plain, associated);
        } catch (GeneralSecurityException e) {
            throw new ConnectException("AES-SIV failed", e);
        }
    }

    @Override
    public byte @Nullable [] open(byte[] sealed, byte[] associated) {
        try {
            return siv.decryptDeterministically(sealed, associated);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
