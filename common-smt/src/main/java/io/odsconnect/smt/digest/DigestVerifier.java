package io.odsconnect.smt.digest;

import io.odsconnect.common.event.Envelope;
import io.odsconnect.common.event.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Computes the digest of a record's row again and compares. Not safe for use by several threads. */
public final class DigestVerifier {

    private final RowDigester digest;
    private final @Nullable String header;
    private final @Nullable String field;

    private final boolean plainJson;

    /** Makes a verifier of digests that were made with the same options. */
    public DigestVerifier(DigestOptions options) {
        digest = options.rowDigest();
        header = options.header();
        field = options.field();
        plainJson = options.isPlainJson();
    }

    /**
     * Returns what a key or value is; empty when it has no row to verify.
     *
     * @param schema the schema of {@code value}; null without one
     * @throws org.apache.kafka.connect.errors.DataException if the digest cannot be computed
     */
    public Optional<DigestVerdict> verify(ConnectRecord<?> record, @Nullable Schema schema, Object value) {
        Optional<Envelope> envelope = Envelope.of(value);
        if (field != null) {
            List<@Nullable Object> rows = envelope.isPresent()
                    ? Arrays.asList(envelope.get().before(), envelope.get().after())
                    : List.of(value);
            return worst(rows, envelope.isPresent() ? null : schema, field);
        }
        Object row = envelope.isPresent() ? envelope.get().row() : value;
        if (row == null) {
            return Optional.empty();
        }
        Header found = record.headers().lastWithName(header);
        return Optional.of(compare(found == null ? null : found.value(), envelope.isPresent() ? null : schema, row));
    }

    /** The rows of an envelope each hold their own digest; one that does not fit is enough. */
    private Optional<DigestVerdict> worst(List<@Nullable Object> rows, @Nullable Schema schema, String name) {
        List<DigestVerdict> verdicts = new ArrayList<>();
        for (Object row : rows) {
            if (row != null) {
                verdicts.add(compare(Fields.get(row, name), schema, row));
            }
        }
        if (verdicts.contains(DigestVerdict.MISMATCH)) {
            return Optional.of(DigestVerdict.MISMATCH);
        }
        return verdicts.contains(DigestVerdict.MISSING)
                ? Optional.of(DigestVerdict.MISSING)
                : verdicts.stream().findFirst();
    }

    /** Compares in a time that does not depend on where the two differ. */
    private DigestVerdict compare(@Nullable Object found, @Nullable Schema schema, Object row) {
        if (found == null) {
            return DigestVerdict.MISSING;
        }
        byte[] expected = digest.of(schema, row).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, bytes(found)) ? DigestVerdict.MATCH : DigestVerdict.MISMATCH;
    }

    /** A header converter that leaves headers as bytes gives the digest as such. */
    private static byte[] bytes(Object found) {
        if (found instanceof byte[] bytes) {
            return bytes;
        }
        return found instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /** Returns what a mismatch may come from besides, as more of the sentence; empty where nothing is to be said. */
    public String hint(@Nullable Schema schema, Object value) {
        return schema == null && value instanceof Map && !plainJson
                ? ". The row came without a schema, as from JSON with schemas.enable=false, which does not keep decimals"
                        + " (they become Base64), float32, times in milliseconds or nanoseconds, times with a zone, NaN,"
                        + " or maps whose keys are not texts: use a converter with schemas, or set "
                        + DigestOptions.FORM + " to plain-json here and in RecordDigest"
                : "";
    }

    /** Returns where the digest is expected, for messages. */
    public String place() {
        return field == null ? "header " + Objects.requireNonNull(header) : "field " + field;
    }
}
