package io.odsconnect.common.compare;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a row is remembered by: half of the SHA-256 of what it is found by in its store. Two rows have the same only by a
 * chance that is not worth counting.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record RowHash(long high, long low) {

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    });

    /** Returns the hash of what a row is found by. */
    public static RowHash of(byte[] identity) {
        ByteBuffer digest = ByteBuffer.wrap(DIGEST.get().digest(identity));
        return new RowHash(digest.getLong(), digest.getLong());
    }

    /** Returns the hash of what a row is found by, in several parts; other parts of the same bytes have another hash. */
    public static RowHash of(Iterable<ByteBuffer> parts) {
        MessageDigest digest = DIGEST.get();
        for (ByteBuffer part : parts) {
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(part.remaining()).flip());
            digest.update(part.duplicate());
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new RowHash(bytes.getLong(), bytes.getLong());
    }
}
