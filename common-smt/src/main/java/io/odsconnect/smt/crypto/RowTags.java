package io.odsconnect.smt.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The tag of the fields of a row that FF1 has encrypted, which themselves have no room for one: 16 bytes of the
 * HMAC-SHA-256 of the context and of the names and encrypted values of the fields, by name, in hexadecimal digits. Its
 * key is the HMAC-SHA-256 of {@code odsconnect ff1 tag} with the FF1 key. Not safe for use by several threads.
 */
final class RowTags {

    private static final String HMAC = "HmacSHA256";
    private static final int TAG_BYTES = 16;

    private final Mac mac;
    private final List<String> fields;
    private final int[] byName;

    RowTags(FieldKey key, List<String> fields) {
        this.fields = List.copyOf(fields);
        byName = IntStream.range(0, fields.size())
                .boxed()
                .sorted(Comparator.comparing(fields::get))
                .mapToInt(Integer::intValue)
                .toArray();
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.bytes(), HMAC));
            mac.init(new SecretKeySpec(mac.doFinal("odsconnect ff1 tag".getBytes(StandardCharsets.UTF_8)), HMAC));
        } catch (GeneralSecurityException e) {
            throw new ConnectException("This Java runtime cannot compute " + HMAC, e);
        }
    }

    /** Returns the tag of a row with these encrypted values, in the order of the fields; null where it has none. */
    String of(String context, @Nullable Object[] values) {
        AssociatedData data = new AssociatedData().add("ff1").add(context);
        for (int index : byName) {
            Object value = values[index];
            if (value != null) {
                data.add(fields.get(index)).add(value.toString());
            }
        }
        return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(data.bytes()), TAG_BYTES));
    }
}
