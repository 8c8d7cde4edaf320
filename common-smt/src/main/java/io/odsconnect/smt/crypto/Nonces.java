package io.odsconnect.smt.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Nonces of 96 bits for AES-GCM, none of them twice: 64 random bits that are drawn when the transform starts, and a
 * counter of 32 bits behind them; when the counter has gone round, new random bits are drawn.
 *
 * <p>Within a task no nonce can come twice. Two starts that draw the same 64 bits are what could go wrong: among 65,000
 * starts of tasks with one key the odds are one in 8 billion, however many values each has encrypted. Nonces that are
 * random throughout reach these odds after 4 billion values (SP 800-38D, section 8.3), which a busy table has in days.
 *
 * <p>Not safe for use by several threads.
 */
final class Nonces {

    /** The length of a nonce in bytes. */
    static final int LENGTH = 12;

    private static final long ONE_PREFIX = 1L << Integer.SIZE;

    private final SecureRandom random;
    private long prefix;
    /** How many nonces the prefix still has. */
    private long left;

    Nonces() {
        this(new SecureRandom(), ONE_PREFIX);
    }

    /** For tests, which choose how many are left until new random bits are drawn. */
    Nonces(SecureRandom random, long left) {
        this.random = random;
        this.prefix = random.nextLong();
        this.left = left;
    }

    /** Writes the next nonce over the first bytes of {@code target}. */
    void next(byte[] target) {
        if (left == 0) {
            prefix = random.nextLong();
            left = ONE_PREFIX;
        }
        left--;
        ByteBuffer.wrap(target).putLong(prefix).putInt((int) left);
    }
}
