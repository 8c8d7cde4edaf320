package io.odsconnect.testbed.aerospike.store;

import org.jspecify.annotations.Nullable;

/**
 * A record.
 *
 * @param set the set it is in, or null
 * @param key the key, with its particle type before it, if the client sent it along, or null
 * @param bins its bins, at least one
 * @param generation counts its writes: 1 to 65535, and from 1 again
 * @param voidTime when it ends, in seconds of {@link ServerClock}; 0 is never
 * @param updated when it was last written, in milliseconds of {@link ServerClock}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read only.
public record StoredRecord(
        @Nullable String set, byte @Nullable [] key, Bins bins, int generation, int voidTime, long updated) {

    /** Says whether its life is over at {@code now}, in seconds of {@link ServerClock}. */
    public boolean hasExpired(int now) {
        return voidTime != 0 && voidTime < now;
    }
}
