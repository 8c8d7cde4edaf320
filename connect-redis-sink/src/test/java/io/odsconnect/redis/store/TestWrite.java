package io.odsconnect.redis.store;

import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.encoding.RowEncoding;
import io.odsconnect.redis.encoding.ValueFormats;
import io.odsconnect.redis.mapping.IndexEntry;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A write before it is known in which form the store wants its row; {@code row} is null for a delete. */
public record TestWrite(
        String key,
        long position,
        @Nullable Row row,
        @Nullable Expiry expiry,
        @Nullable IndexEntry index) {

    public static TestWrite put(String key, long position, String... namesAndValues) {
        return new TestWrite(key, position, Row.of((Object[]) namesAndValues), null, null);
    }

    public static TestWrite delete(String key, long position) {
        return new TestWrite(key, position, null, null, null);
    }

    public TestWrite expiring(Expiry when) {
        return new TestWrite(key, position, row, when, index);
    }

    public TestWrite in(String indexKey) {
        return in(indexKey, "");
    }

    public TestWrite in(String indexKey, String score) {
        return new TestWrite(key, position, row, expiry, new IndexEntry(indexKey, score));
    }

    /** Returns the write as a store of these rules wants it. */
    public RedisWrite forStore(WriteRules rules) {
        if (row == null) {
            return RedisWrite.delete(key, position);
        }
        RowEncoding encoding =
                new RowEncoding(rules.valueType(), rules.needsScript(), ValueFormats.DEFAULT, false, Set.of());
        return RedisWrite.put(key, position, encoding.newEncoder().encode(row), expiry, index);
    }
}
