package io.odsconnect.smt.digest;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** A way to make a short value of many bytes. */
public enum DigestAlgorithm {
    /** SHA-2 with 256 bits, FIPS 180-4. */
    SHA_256("SHA-256"),
    /** SHA-2 computed in 64-bit words and cut to 256 bits, FIPS 180-4. */
    SHA_512_256("SHA-512/256"),
    /** SHA-3 with 256 bits, FIPS 202. */
    SHA3_256("SHA3-256"),
    /** SHA-256 with a secret key, RFC 2104: only who has the key can make it or check it. */
    HMAC_SHA_256("HMAC-SHA-256"),
    /** The Castagnoli checksum of 32 bits, RFC 3720: finds accidental changes, not deliberate ones. */
    CRC32C("CRC32C"),
    /** The checksum of 64 bits that the xxHash library calls XXH3_64bits, with seed 0: finds accidental changes, not deliberate ones. */
    XXH3("XXH3");

    private final String title;

    DigestAlgorithm(String title) {
        this.title = title;
    }

    /** Returns the name that the option has for it. */
    public String title() {
        return title;
    }

    /** Returns the word that stands before a digest: the title in lower case. */
    public String label() {
        return title.toLowerCase(Locale.ROOT);
    }

    /** Says whether it needs a key. */
    public boolean isKeyed() {
        return this == HMAC_SHA_256;
    }

    /** Returns all titles. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(DigestAlgorithm::title).toList();
    }

    /**
     * Returns the algorithm of this title, in upper or lower case.
     *
     * @throws ConfigException if there is none
     */
    public static DigestAlgorithm ofTitle(String title) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.title.equalsIgnoreCase(title))
                .findFirst()
                .orElseThrow(() -> new ConfigException("There is no digest algorithm " + title + ", only " + titles()));
    }

    /** Returns what computes this digest. The key is needed where {@link #isKeyed()}, and not used elsewhere. */
    Digester digester(byte @Nullable [] key) {
        try {
            return switch (this) {
                case SHA_256, SHA_512_256, SHA3_256 -> of(MessageDigest.getInstance(title));
                case HMAC_SHA_256 -> of(Mac.getInstance("HmacSHA256"), key);
                case CRC32C -> DigestAlgorithm::crc32c;
                case XXH3 -> DigestAlgorithm::xxh3;
            };
        } catch (GeneralSecurityException e) {
            throw new ConfigException("This Java runtime cannot compute " + title + ": " + e.getMessage());
        }
    }

    private static Digester of(MessageDigest digest) {
        return bytes -> {
            digest.update(bytes);
            return digest.digest();
        };
    }

    private static Digester of(Mac mac, byte @Nullable [] key) throws GeneralSecurityException {
        if (key == null) {
            throw new ConfigException("An HMAC needs a key");
        }
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return bytes -> {
            mac.update(bytes);
            return mac.doFinal();
        };
    }

    private static byte[] crc32c(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] xxh3(ByteBuffer bytes) {
        long checksum = Hashing.xxh3_64()
                .hashBytesToLong(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        return ByteBuffer.allocate(Long.BYTES).putLong(checksum).array();
    }
}
