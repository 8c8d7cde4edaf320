package io.odsconnect.aerospike.compare;

import com.aerospike.client.Bin;
import com.aerospike.client.Value;
import com.aerospike.client.command.ParticleType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares bins as they would be written with bins as a client reads them. */
final class StoredForm {

    private StoredForm() {}

    /**
     * Returns the names of the bins that differ: another value, one of another type, a bin that is missing or one too many.
     *
     * @param wanted the bins without the position
     * @param stored the bins that are stored; null for none
     * @param positionBin the bin that is not compared
     */
    static List<String> differences(
            List<Bin> wanted, @Nullable Map<String, @Nullable Object> stored, String positionBin) {
        Map<String, @Nullable Object> there = stored == null ? Map.of() : stored;
        List<String> differences = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Bin bin : wanted) {
            names.add(bin.name);
            if (!isSame(bin.value, there.get(bin.name))) {
                differences.add(bin.name);
            }
        }
        for (String name : new TreeSet<>(there.keySet())) {
            if (!names.contains(name) && !name.equals(positionBin)) {
                differences.add(name);
            }
        }
        return differences;
    }

    private static boolean isSame(Value wanted, @Nullable Object stored) {
        if (stored == null) {
            return false;
        }
        Object value = wanted.getObject();
        if (wanted.getType() == ParticleType.STRING) {
            // A text is kept as its bytes, see BinValues.
            byte[] bytes =
                    value instanceof byte[] utf8 ? utf8 : value.toString().getBytes(StandardCharsets.UTF_8);
            return stored instanceof String text
                    && ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).equals(ByteBuffer.wrap(bytes));
        }
        return plain(value).equals(plain(stored));
    }

    /** Returns a value that equals another exactly where both are of one type and hold the same. */
    private static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>(list.size());
            for (Object element : list) {
                plain.add(element == null ? null : plain(element));
            }
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> plain = new HashMap<>(map.size() * 2);
            map.forEach((key, element) ->
                    plain.put(key == null ? null : plain(key), element == null ? null : plain(element)));
            return plain;
        }
        return value;
    }
}
