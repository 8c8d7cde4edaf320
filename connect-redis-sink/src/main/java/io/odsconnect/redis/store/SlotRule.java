package io.odsconnect.redis.store;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.redis.mapping.DeleteMarkers;
import io.odsconnect.redis.mapping.IndexEntry;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;

/**
 * In a cluster a script may touch keys of one slot only. A row that breaks this is found out before it is sent, as the
 * server would refuse all rows that go with it.
 *
 * @param slotOf gives the slot of a key
 */
record SlotRule(ToIntFunction<byte[]> slotOf) {

    /**
     * Looks at the keys that belong to a row.
     *
     * @throws BadRecordException if they are in several slots
     */
    void check(RedisWrite write) {
        int slot = slotOf.applyAsInt(write.key());
        if (slotOf.applyAsInt(DeleteMarkers.of(write.key())) != slot) {
            throw new BadRecordException("The key of the row has a closing brace and no hash tag, so the marker of its"
                    + " delete cannot be in its slot of the cluster: put a hash tag into key.template");
        }
        IndexEntry index = write.index();
        if (index != null && slotOf.applyAsInt(index.key().getBytes(StandardCharsets.UTF_8)) != slot) {
            throw new BadRecordException(
                    "The row and its index are in different slots of the cluster: give key.template"
                            + " and index.template the same hash tag");
        }
    }
}
