package io.odsconnect.smt.crypto;

import io.odsconnect.smt.fields.FieldCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Decrypts what {@link Ff1EncryptCodec} encrypted, with the key that the header names, after checking its tags. */
final class Ff1DecryptCodec implements FieldCodec {

    private record Tools(FormatPreserving cipher, RowTags tags) {}

    private final Map<String, Tools> tools = new HashMap<>();
    private String context = "";
    private @Nullable Ff1Header header;
    private @Nullable Tools current;

    Ff1DecryptCodec(Keyset keyset, TextFormat format, List<String> fields) {
        keyset.of(FieldAlgorithm.FF1)
                .forEach(key ->
                        tools.put(key.id(), new Tools(new FormatPreserving(key, format), new RowTags(key, fields))));
    }

    /**
     * Tells the header of the record that comes next.
     *
     * @throws DataException if the keyset lacks its key; a sentence
     */
    void header(Ff1Header next) {
        header = next;
        current = tools.get(next.keyId());
        if (current == null) {
            throw new DataException("It was encrypted with key " + next.keyId()
                    + ", and the keyset has no such key for " + FieldAlgorithm.FF1.title());
        }
    }

    @Override
    public Schema schema(Schema field) {
        return Ff1EncryptCodec.text(field);
    }

    @Override
    public void start(String newContext) {
        context = newContext;
    }

    @Override
    public void row(@Nullable Object[] values) {
        if (header == null || current == null || !header.has(current.tags.of(context, values))) {
            throw new DataException(
                    "The encrypted fields do not have the tag in the header: they were changed, or encrypted "
                            + "with another key of this name, with another context or together with other fields");
        }
    }

    @Override
    public Object code(int field, @Nullable Schema schema, Object value) {
        if (!(value instanceof String text) || current == null) {
            throw new DataException("is no text, and FF1 is for texts");
        }
        return current.cipher.decrypt(context, text);
    }
}
