package io.odsconnect.smt.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * AES in Galois/Counter Mode, NIST SP 800-38D, by the Java runtime: nonce of 12 bytes, encrypted bytes, tag of 16 bytes.
 */
final class AesGcm implements Sealer {

    private static final int TAG_LENGTH = 16;

    private final SecretKeySpec key;
    private final Nonces nonces;
    private final Cipher cipher;

    /** Takes a key of 16, 24 or 32 bytes. */
    AesGcm(byte[] key, Nonces nonces) {
        this.key = new SecretKeySpec(key, "AES");
        this.nonces = nonces;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new ConnectException("This Java runtime cannot encrypt with AES-GCM", e);
        }
    }

    @Override
    public byte[] seal(byte[] plain, byte[] associated) {
        byte[] sealed = new byte[Nonces.LENGTH + plain.length + TAG_LENGTH];
        nonces.next(sealed);
        try {
            start(Cipher.ENCRYPT_MODE, sealed, associated);
            int unused = cipher.doFinal(plain, 0, plain.length, sealed, Nonces.LENGTH);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new ConnectException("AES-GCM failed", e);
        }
    }

    @Override
    public byte @Nullable [] open(byte[] sealed, byte[] associated) {
        if (sealed.length < Nonces.LENGTH + TAG_LENGTH) {
            return null;
        }
        try {
            start(Cipher.DECRYPT_MODE, sealed, associated);
            return cipher.doFinal(sealed, Nonces.LENGTH, sealed.length - Nonces.LENGTH);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new ConnectException("AES-GCM failed", e);
        }
    }

    private void start(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce, 0, Nonces.LENGTH));
        cipher.updateAAD(associated);
    }
}
