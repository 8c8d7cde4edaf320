package io.odsconnect.common.audit;

import java.util.HexFormat;

/**
 * The sum of the digests of one algorithm, each taken as an unsigned big-endian number, modulo 2 to the power of the
 * digest's bits. So it is the same whatever the order, and the sums of two ranges add up to that of both.
 *
 * <p>It finds what is lost, doubled or changed by accident. It is no proof against somebody who may choose rows: such
 * sums can be forged, each digest alone cannot.
 */
final class DigestSum {

    private final byte[] sum;
    private long records;

    /** Makes the sum of no digests, of so many bytes. */
    DigestSum(int bytes) {
        sum = new byte[bytes];
    }

    void add(RowDigest digest) {
        int carry = 0;
        for (int i = sum.length - 1; i >= 0; i--) {
            int digit = (sum[i] & 0xff) + digest.byteAt(i) + carry;
            sum[i] = (byte) digit;
            carry = digit >>> 8;
        }
        records++;
    }

    int length() {
        return sum.length;
    }

    /** Returns how many digests were added. */
    long records() {
        return records;
    }

    /** Returns the sum in hex, with leading zeros. */
    String hex() {
        return HexFormat.of().formatHex(sum);
    }
}
