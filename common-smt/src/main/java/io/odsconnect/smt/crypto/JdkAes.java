package io.odsconnect.smt.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.errors.ConnectException;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;

/**
 * AES by the Java runtime, block by block, for FF1. Where the processor has instructions for AES the runtime
 * uses them: faster than tables, and nothing to be learnt from the cache. Not safe for use by several threads.
 */
final class JdkAes implements BlockCipher {

    private static final int BLOCK = 16;

    private final Cipher cipher;

    /** Takes a key of 16, 24 or 32 bytes. */
    JdkAes(byte[] key) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new ConnectException("This Java runtime cannot encrypt with AES", e);
        }
    }

    /** Does nothing: the key is always the one of the constructor, and FF1 encrypts blocks in either direction. */
    @Override
    public void init(boolean encrypts, CipherParameters ignored) {
        // Expanding the key again for each value would cost more than the value.
    }

    @Override
    public String getAlgorithmName() {
        return "AES";
    }

    @Override
    public int getBlockSize() {
        return BLOCK;
    }

    @Override
    public int processBlock(byte[] in, int inOffset, byte[] out, int outOffset) {
        try {
            return cipher.update(in, inOffset, BLOCK, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new ConnectException("AES failed", e);
        }
    }

    /** Encrypts a block, in place. */
    void encrypt(byte[] block) {
        int unused = processBlock(block, 0, block, 0);
    }

    @Override
    public void reset() {
        // Blocks are independent of each other.
    }
}
