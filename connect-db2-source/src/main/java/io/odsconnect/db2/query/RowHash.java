package io.odsconnect.db2.query;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** 64 bits of SHA-256 over the values of a key or row, by which it is known again. Not safe for use by several threads. */
@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
final class RowHash {

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES + 1);

    RowHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Returns the hash of the values in {@code row}, and of {@code kind}. */
    long of(Struct row, char kind) {
        digest.reset();
        number('k', kind);
        add(row);
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private void add(Struct row) {
        for (Field field : row.schema().fields()) {
            value(row.get(field));
        }
    }

    /** Each value with its kind and length, so that neighbours cannot be mistaken for one another. */
    private void value(@Nullable Object value) {
        if (value == null) {
            number('n', 0);
        } else if (value instanceof Double real) {
            number('d', Double.doubleToRawLongBits(real));
        } else if (value instanceof Float real) {
            number('f', Float.floatToRawIntBits(real));
        } else if (value instanceof BigDecimal decimal) {
            number('m', decimal.scale());
            bytes(decimal.unscaledValue().toByteArray());
        } else if (value instanceof Number integer) {
            number('i', integer.longValue());
        } else if (value instanceof Date date) {
            number('t', date.getTime());
        } else if (value instanceof byte[] bytes) {
            bytes(bytes);
        } else if (value instanceof Struct struct) {
            add(struct);
        } else {
            bytes(value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void number(char kind, long value) {
        number.clear();
        digest.update(number.put((byte) kind).putLong(value).flip());
    }

    private void bytes(byte[] bytes) {
        number('b', bytes.length);
        digest.update(bytes);
    }
}
