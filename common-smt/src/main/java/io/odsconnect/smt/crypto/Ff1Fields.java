package io.odsconnect.smt.crypto;

import io.odsconnect.smt.fields.FieldCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts fields with FF1 and gives the header that says with which key and holds the tags of the rows; or decrypts them
 * with the key that the header names, after checking its tags. Texts that FF1 cannot take are sealed with AES-256-SIV where
 * that is asked for. Not safe for use by several threads.
 */
final class Ff1Fields implements FieldCodec {

    private record Tools(FormatPreserving cipher, RowTags tags) {}

    private final boolean encrypts;
    private final Map<String, Tools> tools = new HashMap<>();
    /** Of the texts that FF1 cannot take: what seals them, or all that may have sealed them, by the name of the key. */
    private final Map<String, BoundSealer> sealers = new HashMap<>();

    private final @Nullable BoundSealer sealer;
    private final List<@Nullable Object[]> encrypted = new ArrayList<>(2);
    private String keyId = "";
    private List<String> contexts = List.of("");
    private @Nullable Ff1Header header;
    private @Nullable Tools current;

    private Ff1Fields(boolean encrypts, @Nullable BoundSealer sealer) {
        this.encrypts = encrypts;
        this.sealer = sealer;
    }

    /**
     * Returns what encrypts.
     *
     * @param forUnsuitable the key for texts that FF1 cannot take; null to refuse them
     */
    static Ff1Fields encrypting(
            FieldKey key, TextFormat format, @Nullable FieldKey forUnsuitable, List<String> fields) {
        Ff1Fields codec = new Ff1Fields(true, forUnsuitable == null ? null : new BoundSealer(forUnsuitable, fields));
        codec.keyId = key.id();
        codec.current = new Tools(new FormatPreserving(key, format), new RowTags(key, fields));
        return codec;
    }

    /** Returns what decrypts. */
    static Ff1Fields decrypting(Keyset keyset, TextFormat format, List<String> fields) {
        Ff1Fields codec = new Ff1Fields(false, null);
        keyset.of(FieldAlgorithm.FF1)
                .forEach(key -> codec.tools.put(
                        key.id(), new Tools(new FormatPreserving(key, format), new RowTags(key, fields))));
        keyset.of(FieldAlgorithm.AES_256_SIV).forEach(key -> codec.sealers.put(key.id(), new BoundSealer(key, fields)));
        return codec;
    }

    /**
     * Tells the header of the record that is decrypted next.
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

    /** Returns the header for the record that was encrypted last. */
    Ff1Header header() {
        RowTags tags = ready().tags;
        return new Ff1Header(
                keyId,
                encrypted.stream().map(row -> tags.of(contexts.get(0), row)).toList());
    }

    @Override
    public Schema schema(Schema field) {
        if (field.type() != Schema.Type.STRING) {
            throw new DataException(
                    "is of type " + field.type() + ", and FF1 is for texts; make it one with Kafka's Cast");
        }
        return field;
    }

    @Override
    public void start(List<String> possible) {
        contexts = possible;
        encrypted.clear();
    }

    @Override
    public void row(@Nullable Object[] values) {
        if (encrypts) {
            encrypted.add(new @Nullable Object[values.length]);
        } else if (header == null || !header.has(ready().tags.of(contexts.get(0), values))) {
            throw new DataException(
                    "The encrypted fields do not have the tag in the header: they were changed, or encrypted "
                            + "with another key of this name, with another context or together with other fields");
        }
    }

    @Override
    public Object code(int field, @Nullable Schema schema, Object value) {
        if (!(value instanceof String text)) {
            throw new DataException("is no text, and FF1 is for texts");
        }
        if (!encrypts) {
            return decrypt(field, text);
        }
        String result = encrypt(field, text);
        encrypted.get(encrypted.size() - 1)[field] = result;
        return result;
    }

    private String encrypt(int field, String text) {
        FormatPreserving cipher = ready().cipher;
        if (sealer == null) {
            return cipher.encrypt(contexts.get(0), text);
        }
        if (cipher.takes(text)) {
            String result = cipher.encrypt(contexts.get(0), text);
            if (!SealedText.looksSealed(result)) {
                return result;
            }
        }
        return sealer.seal(contexts.get(0), field, text);
    }

    private String decrypt(int field, String text) {
        if (SealedText.looksSealed(text)) {
            SealedText sealed = SealedText.parse(text);
            BoundSealer opener = sealers.get(sealed.keyId());
            if (opener == null) {
                throw new DataException("was encrypted with key " + sealed.keyId()
                        + ", since FF1 could not take it, and the keyset has no such key for "
                        + FieldAlgorithm.AES_256_SIV.title());
            }
            return PlainForm.text(opener.open(contexts, field, sealed));
        }
        return ready().cipher.decrypt(contexts.get(0), text);
    }

    private Tools ready() {
        Tools found = current;
        if (found == null) {
            throw new IllegalStateException("No header was given");
        }
        return found;
    }
}
