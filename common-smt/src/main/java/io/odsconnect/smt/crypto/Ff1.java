package io.odsconnect.smt.crypto;

import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * FF1 of NIST SP 800-38G by Bouncy Castle, with the Java runtime's AES, over numerals: bytes from 0 to one less than the radix. Not safe for use by
 * several threads.
 */
final class Ff1 {

    /** The least number of texts that FF1 may choose from, SP 800-38G revision 1, section 5.2. */
    private static final long LEAST_DOMAIN = 1_000_000;

    private final KeyParameter key;
    private final int radix;
    private final FPEFF1Engine engine;

    /** Takes a key of 16, 24 or 32 bytes, and a radix from 2 to 256. */
    Ff1(byte[] key, int radix) {
        this.key = new KeyParameter(key);
        this.engine = new FPEFF1Engine(new JdkAes(key));
        this.radix = radix;
    }

    /** Returns how many numerals a text must have at least. */
    static int leastLength(int radix) {
        int length = 1;
        for (long domain = radix; domain < LEAST_DOMAIN; domain *= radix) {
            length++;
        }
        return Math.max(length, 2);
    }

    /** Makes {@link #apply} encrypt with this tweak. */
    void encryptWith(byte[] tweak) {
        engine.init(true, new FPEParameters(key, radix, tweak));
    }

    /** Makes {@link #apply} decrypt with this tweak. */
    void decryptWith(byte[] tweak) {
        engine.init(false, new FPEParameters(key, radix, tweak));
    }

    /** Encrypts or decrypts numerals, in place. */
    void apply(byte[] numerals) {
        int unused = engine.processBlock(numerals, 0, numerals.length, numerals, 0);
    }
}
