package io.odsconnect.smt.crypto;

import io.odsconnect.common.value.TextForm;
import io.odsconnect.common.value.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.connect.errors.DataException;

/**
 * The bytes that stand for a value while it is encrypted: a letter or digit for the type, and the value.
 *
 * <table>
 * <caption>Plain forms</caption>
 * <tr><td>{@code s}</td><td>text</td><td>UTF-8</td></tr>
 * <tr><td>{@code x}</td><td>bytes</td><td>the bytes themselves</td></tr>
 * <tr><td>{@code 1}, {@code 2}, {@code 4}, {@code 8}</td><td>whole number of so many bytes</td><td>decimal digits</td></tr>
 * <tr><td>{@code d}</td><td>decimal</td><td>as {@link BigDecimal#toString()}, which keeps the scale</td></tr>
 * <tr><td>{@code f}, {@code g}</td><td>float, double</td><td>as {@link TextForm} has them, so that one number has
 *     one ciphertext where the algorithm is deterministic, whatever the worker's Java</td></tr>
 * <tr><td>{@code b}</td><td>boolean</td><td>{@code true} or {@code false}</td></tr>
 * </table>
 */
final class PlainForm {

    private PlainForm() {}

    /**
     * Returns the plain form of a value.
     *
     * @param value with dates and times as the number that their Connect type is built on
     * @throws DataException if the value has none; half a sentence that contains no value
     */
    static byte[] of(Object value) {
        if (value instanceof String text) {
            return tagged('s', text);
        }
        if (value instanceof byte[] bytes) {
            return tagged('x', bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return tagged('x', bytes);
        }
        boolean floating = value instanceof Double || value instanceof Float;
        return tagged(tag(value), floating ? TextForm.of(value) : value.toString());
    }

    private static char tag(Object value) {
        if (value instanceof Long) {
            return '8';
        }
        if (value instanceof Integer) {
            return '4';
        }
        if (value instanceof BigDecimal) {
            return 'd';
        }
        if (value instanceof Double) {
            return 'g';
        }
        if (value instanceof Boolean) {
            return 'b';
        }
        if (value instanceof Short) {
            return '2';
        }
        if (value instanceof Byte) {
            return '1';
        }
        if (value instanceof Float) {
            return 'f';
        }
        throw new DataException("is a " + value.getClass().getName() + ", which cannot be encrypted as one value");
    }

    /**
     * Returns the value that a plain form stands for.
     *
     * @throws DataException if it is none; half a sentence that contains no value
     */
    static Object read(byte[] form) {
        if (form.length == 0) {
            throw new DataException("holds nothing where a value should be");
        }
        byte[] bytes = Arrays.copyOfRange(form, 1, form.length);
        if (form[0] == 'x') {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            return switch (form[0]) {
                case 's' -> text;
                case '8' -> Long.valueOf(text);
                case '4' -> Integer.valueOf(text);
                case '2' -> Short.valueOf(text);
                case '1' -> Byte.valueOf(text);
                case 'd' -> new BigDecimal(text);
                case 'f' -> Float.valueOf(text);
                case 'g' -> Double.valueOf(text);
                case 'b' -> Boolean.valueOf(text);
                default -> throw new DataException("holds a type of value that this version does not know");
            };
        } catch (NumberFormatException e) {
            // Its message, which would be the cause's, quotes the value.
            throw new DataException("holds no number where a number should be");
        }
    }

    /** Returns the text of a plain form for where nothing but a text can stand: bytes in Base64, all else as it is. */
    static String text(Object value) {
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    private static byte[] tagged(char tag, String text) {
        return tagged(tag, Utf8.bytes(text));
    }

    private static byte[] tagged(char tag, byte[] bytes) {
        byte[] form = new byte[bytes.length + 1];
        form[0] = (byte) tag;
        System.arraycopy(bytes, 0, form, 1, bytes.length);
        return form;
    }
}
