package io.odsconnect.examples.compare;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A reader of encrypted card numbers that has the key: written after {@code docs/smt/EncryptFields.md}, as an application
 * would be, with Bouncy Castle's FF1 and nothing of ours. The pipeline keeps the first two and last four digits and the
 * Luhn check. Not safe for use by several threads.
 */
public final class CardCipher {

    private static final String CONTEXT = "odsconnect";
    private static final int PREFIX = 2;
    private static final int SUFFIX = 4;
    private static final int RADIX = 10;

    private final KeyParameter key;
    private final FPEFF1Engine ff1 = new FPEFF1Engine();

    /** Takes a key of 32 bytes. */
    public CardCipher(byte[] key) {
        this.key = new KeyParameter(key);
    }

    /** Returns the number that stands for a card in Kafka and in the stores. */
    public String encrypt(String number) {
        return walk(true, number);
    }

    /** Returns the card that a number in Kafka or in a store stands for. */
    public String decrypt(String number) {
        return walk(false, number);
    }

    private String walk(boolean forwards, String number) {
        String prefix = number.substring(0, PREFIX);
        String suffix = number.substring(number.length() - SUFFIX);
        byte[] digits = new byte[number.length() - PREFIX - SUFFIX];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (number.charAt(PREFIX + i) - '0');
        }
        ff1.init(forwards, new FPEParameters(key, RADIX, tweak(prefix, suffix)));
        String result;
        do {
            int unused = ff1.processBlock(digits, 0, digits.length, digits, 0);
            StringBuilder text = new StringBuilder(prefix);
            for (byte digit : digits) {
                text.append((char) ('0' + digit));
            }
            result = text + suffix;
        } while (!passesLuhn(result));
        return result;
    }

    private static byte[] tweak(String... texts) {
        ByteArrayOutputStream tweak = new ByteArrayOutputStream();
        append(tweak, CONTEXT);
        for (String text : texts) {
            append(tweak, text);
        }
        return tweak.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static boolean passesLuhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
