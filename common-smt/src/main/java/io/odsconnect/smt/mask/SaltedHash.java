package io.odsconnect.smt.mask;

import io.odsconnect.common.value.Utf8;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The first digits of the HMAC-SHA-256 of a text in UTF-8, in hexadecimal digits in lower case. The salt is its key: who
 * does not have it cannot try values. Not safe for use by several threads.
 */
final class SaltedHash implements Mask {

    private static final String HMAC = "HmacSHA256";

    private final Mac mac;
    private final int digits;

    SaltedHash(byte[] salt, int digits) {
        this.digits = digits;
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt, HMAC));
        } catch (GeneralSecurityException e) {
            throw new ConnectException("This Java runtime cannot compute " + HMAC, e);
        }
    }

    @Override
    public String apply(String text) {
        return HexFormat.of().formatHex(mac.doFinal(Utf8.bytes(text))).substring(0, digits);
    }
}
