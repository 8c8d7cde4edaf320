package io.odsconnect.smt.crypto;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** A way to encrypt a field. */
public enum FieldAlgorithm {
    /** Randomized and authenticated: NIST SP 800-38D. Equal values become different ones. */
    AES_256_GCM("AES-256-GCM", 32),
    /** Deterministic and authenticated: RFC 5297, with two AES keys of 256 bits. Equal values stay equal. */
    AES_256_SIV("AES-256-SIV", 64),
    /** Deterministic, and of the same length and alphabet as the value: FF1 of NIST SP 800-38G with AES-256. */
    FF1("FF1", 32);

    private final String title;
    private final int keyBytes;

    FieldAlgorithm(String title, int keyBytes) {
        this.title = title;
        this.keyBytes = keyBytes;
    }

    /** Returns the name that options and keysets have for it. */
    public String title() {
        return title;
    }

    /** Returns the length of its keys in bytes. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Returns all titles. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(FieldAlgorithm::title).toList();
    }

    /**
     * Returns the algorithm of this title, in upper or lower case.
     *
     * @throws ConfigException if there is none
     */
    public static FieldAlgorithm ofTitle(String title) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.title.equalsIgnoreCase(title))
                .findFirst()
                .orElseThrow(() -> new ConfigException("There is no such algorithm for fields, only " + titles()));
    }
}
