package io.odsconnect.smt.crypto;

import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * FF1 of NIST SP 800-38G with the Java runtime's AES, over numerals: bytes from 0 to one less than the radix. Texts whose
 * halves fit into 32 bits, such as card numbers, take {@link ShortFf1}; longer ones take Bouncy Castle's FF1. Not safe for
 * use by several threads.
 */
final class Ff1 {

    /** The least number of texts that FF1 may choose from, SP 800-38G revision 1, section 5.2. */
    private static final long LEAST_DOMAIN = 1_000_000;

    private final byte[] key;
    private final int radix;
    private final ShortFf1 shortTexts;
    private @Nullable FPEFF1Engine longTexts;
    private byte[] tweak = new byte[0];
    private boolean encrypts = true;
    private boolean longTextsReady;

    /** Takes a key of 16, 24 or 32 bytes, and a radix from 2 to 256. */
    Ff1(byte[] key, int radix) {
        this.key = key.clone();
        this.radix = radix;
        this.shortTexts = new ShortFf1(new JdkAes(key), radix);
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
    void encryptWith(byte[] next) {
        use(true, next);
    }

    /** Makes {@link #apply} decrypt with this tweak. */
    void decryptWith(byte[] next) {
        use(false, next);
    }

    private void use(boolean encrypt, byte[] next) {
        encrypts = encrypt;
        tweak = next.clone();
        shortTexts.use(tweak);
        longTextsReady = false;
    }

    /** Encrypts or decrypts numerals, in place. */
    void apply(byte[] numerals) {
        if (!shortTexts.takes(numerals.length)) {
            int unused = longTexts().processBlock(numerals, 0, numerals.length, numerals, 0);
        } else if (encrypts) {
            shortTexts.encrypt(numerals);
        } else {
            shortTexts.decrypt(numerals);
        }
    }

    private FPEFF1Engine longTexts() {
        FPEFF1Engine engine = longTexts;
        if (engine == null) {
            engine = new FPEFF1Engine(new JdkAes(key));
            longTexts = engine;
        }
        if (!longTextsReady) {
            engine.init(encrypts, new FPEParameters(new KeyParameter(key), radix, tweak));
            longTextsReady = true;
        }
        return engine;
    }
}
