package io.odsconnect.smt.crypto;

import org.apache.kafka.connect.errors.DataException;

/**
 * Turns texts into texts of the same {@link TextFormat} with FF1 and one key. The tweak is made of the context and of
 * the characters that stay in the clear, as SP 800-38G advises: two numbers with the same digits in the middle and
 * another prefix do not have the same digits in the middle when encrypted.
 *
 * <p>Where the Luhn check is to be passed, FF1 is applied until it is (cycle walking): about ten times. The texts that
 * pass are mapped onto each other one to one, so walking back finds the text that it started from. Not safe for use by
 * several threads.
 */
final class FormatPreserving {

    private final Ff1 ff1;
    private final TextFormat format;

    FormatPreserving(FieldKey key, TextFormat format) {
        this.ff1 = new Ff1(key.bytes(), format.radix());
        this.format = format;
    }

    /** Says whether a text has the format, so that it can be encrypted. */
    boolean takes(String text) {
        return format.unfit(text) == null;
    }

    /**
     * Encrypts.
     *
     * @throws DataException if the text does not have the format; half a sentence that contains no value
     */
    String encrypt(String context, String plain) {
        String unfit = format.unfit(plain);
        if (unfit != null) {
            throw new DataException(unfit + "; set " + CryptoOptions.FF1_ON_UNSUITABLE + " to "
                    + FieldAlgorithm.AES_256_SIV.title() + " to have such texts encrypted with that");
        }
        byte[] body = format.body(plain);
        ff1.encryptWith(tweak(context, plain));
        return walk(plain, body);
    }

    /**
     * Decrypts. FF1 itself does not detect a wrong key.
     *
     * @throws DataException if the text does not have the format; half a sentence that contains no value
     */
    String decrypt(String context, String encrypted) {
        String unfit = format.unfit(encrypted);
        if (unfit != null) {
            throw new DataException(unfit);
        }
        byte[] body = format.body(encrypted);
        ff1.decryptWith(tweak(context, encrypted));
        return walk(encrypted, body);
    }

    private String walk(String start, byte[] body) {
        StringBuilder text = new StringBuilder(start);
        do {
            ff1.apply(body);
            format.put(body, text);
        } while (!format.allows(text));
        return text.toString();
    }

    private byte[] tweak(String context, String text) {
        return new AssociatedData()
                .add(context)
                .add(format.prefix(text))
                .add(format.suffix(text))
                .bytes();
    }
}
