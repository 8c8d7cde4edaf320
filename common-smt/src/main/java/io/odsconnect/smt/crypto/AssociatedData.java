package io.odsconnect.smt.crypto;

import io.odsconnect.common.value.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Texts put one behind the other so that no two lists of texts give the same bytes: each as its length in UTF-8, four
 * bytes with the highest first, and its UTF-8.
 */
final class AssociatedData {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * Appends a text.
     *
     * @throws org.apache.kafka.connect.errors.DataException if UTF-8 cannot write it; half a sentence
     */
    AssociatedData add(String text) {
        byte[] bytes = Utf8.bytes(text);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
        return this;
    }

    /** Returns the bytes. */
    byte[] bytes() {
        return out.toByteArray();
    }

    /**
     * Returns what an encrypted value is bound to: the form's name, the algorithm, the key's name, the context and, for
     * AES-256-GCM, the field's name.
     */
    static byte[] of(FieldKey key, String context, String field) {
        return new AssociatedData()
                .add("enc1")
                .add(key.algorithm().title())
                .add(key.id())
                .add(context)
                .add(key.algorithm() == FieldAlgorithm.AES_256_GCM ? field : "")
                .bytes();
    }
}
